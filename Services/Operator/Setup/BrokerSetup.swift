import Broker
import Contracts

/// Virtual host, policies, exchanges, queues, bindings and users.
struct BrokerSetup: Sendable {
    private let environment: OperatorEnvironment
    private let topology: DeclaredTopology
    private let client: ManagementClient
    private let settings: BrokerSettings
    private let host: String
    private let isDryRun: Bool

    init(environment: OperatorEnvironment, topology: DeclaredTopology, isDryRun: Bool) throws {
        self.environment = environment
        self.topology = topology
        self.isDryRun = isDryRun
        host = environment.virtualHost
        client = try ManagementClient(
            url: environment.required("MPP_BROKER_MANAGEMENT_URL", for: "how to reach RabbitMQ's management API"),
            administrator: environment.brokerURL())
        settings = try BrokerSettings(url: environment.brokerURL(), connectionName: "mpp setup")
    }

    /// Does or plans everything; policies come before the queues, so that no message meets a queue without its own.
    func run() async throws -> [SetupStep] {
        var steps = [
            try await ensure("virtual host \(host)", ManagementClient.path("vhosts", host), .object([:]))
        ]
        if isDryRun, steps.contains(where: { $0.outcome == .missing }) { return steps }
        if !isDryRun {
            try await client.put(
                ManagementClient.path("permissions", host, settings.user),
                .object(["configure": ".*", "write": ".*", "read": ".*"]))
        }
        for policy in topology.policies {
            steps.append(
                try await ensure(
                    "policy \(policy.name)", ManagementClient.path("policies", host, policy.name),
                    .object([
                        "pattern": .string(policy.pattern), "apply-to": .string(policy.applyTo.rawValue),
                        "definition": .object(policy.definition), "priority": .integer(Int64(policy.priority)),
                    ])))
        }
        steps += try await declare()
        for user in topology.users { steps += try await ensure(user) }
        return steps
    }

    private func declare() async throws -> [SetupStep] {
        let wanted = Topology(topology)
        let missing = try await TopologyClient.missing(from: wanted, settings: settings)
        if !isDryRun { try await TopologyClient.declare(wanted, settings: settings) }
        let outcome = isDryRun ? SetupStep.Outcome.missing : .made
        return missing.map { SetupStep(what: $0, outcome: outcome) }
            + [
                SetupStep(
                    what: "topology (\(wanted.queues.count) queues)", outcome: missing.isEmpty ? .present : outcome)
            ]
    }

    private func ensure(_ user: DeclaredUser) async throws -> [SetupStep] {
        let path = ManagementClient.path("users", user.name)
        let found = try await client.get(path) != nil
        var steps = [
            SetupStep(
                what: "user \(user.name)", outcome: found ? (isDryRun ? .present : .set) : (isDryRun ? .missing : .made)
            )
        ]
        if isDryRun, !found { return steps }
        if !isDryRun {
            // RabbitMQ tells no password, so it is set each time; connections that stand stay.
            try await client.put(
                path,
                .object([
                    "password": .string(try environment.secret(Secrets.brokerPassword(user.name))), "tags": "",
                ]))
        }
        steps.append(
            try await ensure(
                "permissions of \(user.name)", ManagementClient.path("permissions", host, user.name),
                .object([
                    "configure": .string(user.configure), "write": .string(user.write), "read": .string(user.read),
                ])))
        steps.append(try await ensureTopics(of: user))
        return steps
    }

    private func ensureTopics(of user: DeclaredUser) async throws -> SetupStep {
        let path = ManagementClient.path("topic-permissions", host, user.name)
        let present = try await client.get(path)?.array ?? []
        let wanted = user.topics.map { topic in
            JSONValue.object([
                "exchange": .string(topic.exchange), "write": .string(topic.write), "read": .string(topic.read),
            ])
        }
        let missing = wanted.filter { topic in !present.contains { $0.includes(topic) } }
        if !isDryRun { for topic in missing { try await client.put(path, topic) } }
        let outcome: SetupStep.Outcome = missing.isEmpty ? .present : (isDryRun ? .missing : .set)
        return SetupStep(what: "topic permissions of \(user.name)", outcome: outcome)
    }

    /// Puts an object unless it is there with the same members.
    private func ensure(_ what: String, _ path: String, _ object: JSONValue) async throws -> SetupStep {
        let present = try await client.get(path)
        if let present, present.includes(object) { return SetupStep(what: what, outcome: .present) }
        if isDryRun { return SetupStep(what: what, outcome: .missing) }
        try await client.put(path, object)
        return SetupStep(what: what, outcome: present == nil ? .made : .set)
    }
}

extension JSONValue {
    /// Whether this object has all of the other's members with the same values.
    func includes(_ other: JSONValue) -> Bool {
        guard let own = object, let members = other.object else { return self == other }
        return members.allSatisfy { own[$0.key] == $0.value }
    }
}

extension Topology {
    /// The declared topology for the broker client.
    init(_ declared: DeclaredTopology) {
        self.init(
            exchanges: declared.exchanges.map {
                Exchange(name: $0.name, kind: Exchange.Kind(rawValue: $0.kind.rawValue) ?? .topic)
            },
            queues: declared.queues.map { queue in
                Queue(name: queue.name, arguments: DeclaredQueue.arguments.mapValues { .string($0) })
            },
            bindings: declared.bindings.map {
                Binding(source: $0.exchange, destination: $0.queue, routingKey: $0.routingKey)
            })
    }
}
