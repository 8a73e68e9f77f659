extension DeclaredUser {
    private static let code = "[a-z0-9-]+"
    private static let regionDigits = "[0-9]{4}"

    /// A service's user: it declares nothing, sends only its own types and reads only its own queues.
    public static func service(_ service: ServiceName) -> DeclaredUser {
        let types = MessageRoute.events(sentBy: service).map { escaped($0.rawValue) }.joined(separator: "|")
        var exchanges = [WireNames.Exchange.events]
        var topics = [
            TopicPermission(
                exchange: WireNames.Exchange.events, write: "^(\(types))\\.\(regionDigits)$", read: nothing)
        ]
        var queues = [WireNames.Queue.events(service), WireNames.Queue.dead(service)]
        if service == .verification {
            exchanges.append(WireNames.Exchange.work)
            topics.append(
                TopicPermission(exchange: WireNames.Exchange.work, write: "^\(code)\\.\(code)$", read: nothing))
            queues += [WireNames.Queue.results, WireNames.Queue.agencyDead, WireNames.Queue.unrouted]
        }
        return DeclaredUser(
            name: service.rawValue, configure: nothing, write: oneOf(exchanges), read: oneOf(queues), topics: topics,
            maximumConnections: nil, maximumChannels: nil)
    }

    /// An agency's user: it declares nothing, answers only under its own name and reads only its own queues.
    public static func agency(_ agency: AgencyCode) -> DeclaredUser {
        DeclaredUser(
            name: agency.value, configure: nothing, write: oneOf([WireNames.Exchange.results]),
            read: "^agency\\.\(agency.value)\\.\(code)$",
            topics: [
                TopicPermission(
                    exchange: WireNames.Exchange.results, write: "^\(agency.value)\\.\(code)$", read: nothing)
            ],
            maximumConnections: 40, maximumChannels: 200)
    }

    /// A further subscriber's user: it reads its own queue and does nothing else.
    ///
    /// - Shape: the name holds a dot, as no agency's can.
    public static func subscriber(_ name: AgencyCode) -> DeclaredUser {
        DeclaredUser(
            name: WireNames.Queue.subscriber(name), configure: nothing, write: nothing,
            read: oneOf([WireNames.Queue.subscriber(name)]),
            topics: [TopicPermission(exchange: WireNames.Exchange.events, write: nothing, read: nothing)],
            maximumConnections: 10, maximumChannels: 50)
    }

    private static func oneOf(_ names: [String]) -> String {
        let escapedNames = names.map(escaped)
        return escapedNames.count == 1 ? "^\(escapedNames[0])$" : "^(\(escapedNames.joined(separator: "|")))$"
    }

    /// The dots of a name taken literally; names hold no other special characters.
    private static func escaped(_ name: String) -> String { name.replacing(".", with: "\\.") }
}
