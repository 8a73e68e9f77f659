/// Everything that stands in the broker, as a value; `mpp setup` applies it, services declare nothing.
public struct DeclaredTopology: Hashable, Sendable, Codable {
    /// The exchanges.
    public let exchanges: [DeclaredExchange]
    /// The queues.
    public let queues: [DeclaredQueue]
    /// The bindings.
    public let bindings: [DeclaredBinding]
    /// The policies.
    public let policies: [DeclaredPolicy]
    /// The users.
    public let users: [DeclaredUser]

    /// Collects the parts.
    init(
        exchanges: [DeclaredExchange] = [], queues: [DeclaredQueue] = [], bindings: [DeclaredBinding] = [],
        policies: [DeclaredPolicy] = [], users: [DeclaredUser] = []
    ) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
        self.policies = policies
        self.users = users
    }

    /// Both topologies; what stands in both stands once.
    public func merging(_ other: DeclaredTopology) -> DeclaredTopology {
        func union<Part: Hashable>(_ left: [Part], _ right: [Part]) -> [Part] {
            var seen: Set<Part> = []
            return (left + right).filter { seen.insert($0).inserted }
        }
        return DeclaredTopology(
            exchanges: union(exchanges, other.exchanges), queues: union(queues, other.queues),
            bindings: union(bindings, other.bindings), policies: union(policies, other.policies),
            users: union(users, other.users))
    }
}
