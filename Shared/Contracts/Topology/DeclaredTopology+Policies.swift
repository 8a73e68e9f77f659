extension DeclaredTopology {
    /// How often a message may come back to a service before the broker gives it up.
    public static let serviceDeliveryLimit: Int64 = 50
    /// How often a question may come back to an agency before the broker gives it up.
    public static let agencyDeliveryLimit: Int64 = 10
    /// A limit that is not reached, where nothing may ever be given up; without one RabbitMQ 4 takes 20.
    public static let terminalDeliveryLimit: Int64 = 100_000
    /// How many questions wait for one agency's check at most.
    public static let agencyMaximumLength: Int64 = 100_000
    /// How many bytes of questions wait for one agency's check at most.
    public static let agencyMaximumBytes: Int64 = 1_073_741_824
    /// How many events wait for a further subscriber at most.
    public static let subscriberMaximumLength: Int64 = 100_000

    /// One whole policy for each class of queues and exchanges.
    ///
    /// - Source: RabbitMQ, "Quorum queues" and "Dead letter exchanges": at-least-once dead-lettering needs
    ///   `overflow=reject-publish`; every key here is known to 3.10, 3.13 and 4.
    static let corePolicies: [DeclaredPolicy] =
        ServiceName.allCases.map { service in
            let queues = service == .verification ? "(events|results)" : "events"
            return DeclaredPolicy(
                name: "mpp-\(service.rawValue)", pattern: "^\(service.rawValue)\\.\(queues)$", applyTo: .queues,
                definition: deadLettering(to: WireNames.DeadKey.service(service), limit: serviceDeliveryLimit),
                priority: 10)
        } + [
            DeclaredPolicy(
                name: "mpp-agencies", pattern: "^agency\\.[a-z0-9-]+\\.[a-z0-9-]+$", applyTo: .queues,
                definition: deadLettering(to: WireNames.DeadKey.agency, limit: agencyDeliveryLimit)
                    .merging(
                        [
                            "max-length": .integer(agencyMaximumLength),
                            "max-length-bytes": .integer(agencyMaximumBytes),
                        ], uniquingKeysWith: { $1 }),
                priority: 10),
            DeclaredPolicy(
                name: "mpp-terminal",
                pattern: "^((intake|verification|notification|archiving|agency)\\.dead|unrouted)$", applyTo: .queues,
                definition: ["delivery-limit": .integer(terminalDeliveryLimit)], priority: 10),
            DeclaredPolicy(
                name: "mpp-subscribers", pattern: "^subscriber\\.[a-z0-9-]+$", applyTo: .queues,
                definition: [
                    "delivery-limit": .integer(serviceDeliveryLimit), "dead-letter-strategy": "at-most-once",
                    "max-length": .integer(subscriberMaximumLength), "overflow": "drop-head",
                ], priority: 10),
            DeclaredPolicy(
                name: "mpp-alternate", pattern: "^mpp\\.(events|results)$", applyTo: .exchanges,
                definition: ["alternate-exchange": .string(WireNames.Exchange.unrouted)], priority: 10),
        ]

    private static func deadLettering(to key: String, limit: Int64) -> [String: JSONValue] {
        [
            "dead-letter-exchange": .string(WireNames.Exchange.dead), "dead-letter-routing-key": .string(key),
            "dead-letter-strategy": "at-least-once", "overflow": "reject-publish", "delivery-limit": .integer(limit),
        ]
    }
}
