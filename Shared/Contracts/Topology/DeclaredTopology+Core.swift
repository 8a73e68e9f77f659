extension DeclaredTopology {
    /// What the suite needs before any agency joins.
    public static let core = DeclaredTopology(
        exchanges: coreExchanges, queues: coreQueues.map(DeclaredQueue.init(name:)), bindings: coreBindings,
        policies: corePolicies, users: ServiceName.allCases.map(DeclaredUser.service))

    /// What one agency needs: a queue for each check, their bindings, and its user.
    public static func agency(_ agency: AgencyCode, checks: [CheckCode]) -> DeclaredTopology {
        DeclaredTopology(
            queues: checks.map { DeclaredQueue(name: WireNames.Queue.agency(agency, $0)) },
            bindings: checks.map {
                DeclaredBinding(
                    exchange: WireNames.Exchange.work, queue: WireNames.Queue.agency(agency, $0),
                    routingKey: WireNames.routingKey(agency, $0))
            },
            users: [.agency(agency)])
    }

    /// What a further subscriber needs: a queue for the events that it chose, and its user.
    public static func subscriber(_ name: AgencyCode, to types: [MessageType]) -> DeclaredTopology {
        let queue = WireNames.Queue.subscriber(name)
        return DeclaredTopology(
            queues: [DeclaredQueue(name: queue)],
            bindings: types.map {
                DeclaredBinding(
                    exchange: WireNames.Exchange.events, queue: queue, routingKey: WireNames.bindingKey($0))
            },
            users: [.subscriber(name)])
    }

    /// The suite and every agency that a catalogue names.
    public static func whole(for catalogue: Catalogue) -> DeclaredTopology {
        Dictionary(grouping: catalogue.checks, by: \.agency)
            .sorted { $0.key < $1.key }
            .reduce(core) { $0.merging(.agency($1.key, checks: $1.value.map(\.check).sorted())) }
    }

    private static let coreExchanges = [
        DeclaredExchange(name: WireNames.Exchange.events, kind: .topic, alternate: WireNames.Exchange.unrouted),
        DeclaredExchange(name: WireNames.Exchange.work, kind: .topic, alternate: nil),
        DeclaredExchange(name: WireNames.Exchange.results, kind: .topic, alternate: WireNames.Exchange.unrouted),
        DeclaredExchange(name: WireNames.Exchange.dead, kind: .direct, alternate: nil),
        DeclaredExchange(name: WireNames.Exchange.unrouted, kind: .fanout, alternate: nil),
    ]

    private static let coreQueues =
        ServiceName.allCases.map(WireNames.Queue.events) + [WireNames.Queue.results]
        + ServiceName.allCases.map(WireNames.Queue.dead) + [WireNames.Queue.agencyDead, WireNames.Queue.unrouted]

    private static let coreBindings: [DeclaredBinding] = {
        var bindings: [DeclaredBinding] = []
        for service in ServiceName.allCases {
            for type in MessageRoute.events(readBy: service) {
                bindings.append(
                    DeclaredBinding(
                        exchange: WireNames.Exchange.events, queue: WireNames.Queue.events(service),
                        routingKey: WireNames.bindingKey(type)))
            }
            bindings.append(
                DeclaredBinding(
                    exchange: WireNames.Exchange.dead, queue: WireNames.Queue.dead(service),
                    routingKey: WireNames.DeadKey.service(service)))
        }
        return bindings + [
            DeclaredBinding(
                exchange: WireNames.Exchange.results, queue: WireNames.Queue.results, routingKey: "#"),
            DeclaredBinding(
                exchange: WireNames.Exchange.dead, queue: WireNames.Queue.agencyDead,
                routingKey: WireNames.DeadKey.agency),
            DeclaredBinding(
                exchange: WireNames.Exchange.unrouted, queue: WireNames.Queue.unrouted, routingKey: ""),
        ]
    }()
}
