import Contracts
import Crypto
import Foundation

/// A virtual host of the suite as RabbitMQ's definitions file has it: what `mpp setup` makes over the management API, for
/// brokers that are reached by their command line only or that load a file at start.
///
/// - Source: RabbitMQ, "Schema Definition Export and Import"; passwords by "Credentials and Passwords":
///   base64(salt + SHA-256(salt + password)) with 4 bytes of salt.
struct BrokerDefinitions: Sendable {
    private let topology: DeclaredTopology
    private let host: String
    private let password: @Sendable (String) throws -> String

    /// - Parameters:
    ///   - topology: what stands in the broker.
    ///   - host: the virtual host, which the file makes if it is missing.
    ///   - password: a user's password.
    init(topology: DeclaredTopology, host: String, password: @escaping @Sendable (String) throws -> String) {
        self.topology = topology
        self.host = host
        self.password = password
    }

    /// The file's content.
    func json() throws -> JSONValue {
        .object([
            "vhosts": .array([.object(["name": .string(host)])]),
            "users": .array(try topology.users.map(user)),
            "permissions": .array(topology.users.map(permissions)),
            "topic_permissions": .array(topology.users.flatMap(topicPermissions)),
            "policies": .array(topology.policies.map(policy)),
            "exchanges": .array(topology.exchanges.map(exchange)),
            "queues": .array(topology.queues.map(queue)),
            "bindings": .array(topology.bindings.map(binding)),
        ])
    }

    private func user(_ user: DeclaredUser) throws -> JSONValue {
        let salt = (0..<4).map { _ in UInt8.random(in: .min ... .max) }
        let hash = SHA256.hash(data: salt + Array(try password(user.name).utf8))
        return .object([
            "name": .string(user.name), "password_hash": .string(Data(salt + Array(hash)).base64EncodedString()),
            "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": .array([]),
        ])
    }

    private func permissions(_ user: DeclaredUser) -> JSONValue {
        hosted([
            "user": .string(user.name), "configure": .string(user.configure), "write": .string(user.write),
            "read": .string(user.read),
        ])
    }

    private func topicPermissions(_ user: DeclaredUser) -> [JSONValue] {
        user.topics.map {
            hosted([
                "user": .string(user.name), "exchange": .string($0.exchange), "write": .string($0.write),
                "read": .string($0.read),
            ])
        }
    }

    private func policy(_ policy: DeclaredPolicy) -> JSONValue {
        hosted([
            "name": .string(policy.name), "pattern": .string(policy.pattern),
            "apply-to": .string(policy.applyTo.rawValue), "definition": .object(policy.definition),
            "priority": .integer(Int64(policy.priority)),
        ])
    }

    private func exchange(_ exchange: DeclaredExchange) -> JSONValue {
        hosted([
            "name": .string(exchange.name), "type": .string(exchange.kind.rawValue), "durable": .bool(true),
            "auto_delete": .bool(false), "internal": .bool(false), "arguments": .object([:]),
        ])
    }

    private func queue(_ queue: DeclaredQueue) -> JSONValue {
        hosted([
            "name": .string(queue.name), "durable": .bool(true), "auto_delete": .bool(false),
            "arguments": .object(DeclaredQueue.arguments.mapValues { .string($0) }),
        ])
    }

    private func binding(_ binding: DeclaredBinding) -> JSONValue {
        hosted([
            "source": .string(binding.exchange), "destination": .string(binding.queue), "destination_type": "queue",
            "routing_key": .string(binding.routingKey), "arguments": .object([:]),
        ])
    }

    private func hosted(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.merging(["vhost": .string(host)]) { $1 })
    }
}
