import Contracts
import Foundation

/// RabbitMQ's own figures of one virtual host.
///
/// RabbitMQ renews them every five seconds; asking more often costs it time and tells nothing new.
/// - Source: RabbitMQ 3.10 management plugin, `/api/queues/{vhost}`, `/api/vhosts/{vhost}`, `/api/nodes`.
enum BrokerReading {
    /// How often RabbitMQ renews its figures.
    static let interval = Duration.seconds(5)

    /// Asks for the figures.
    /// - Returns: `queue.<name>.ready` and `.unacked`, `rabbitmq.publishRate`, `.deliverRate` and `.confirmRate` in
    ///   messages per second, `rabbitmq.memory` in bytes; without what RabbitMQ has not counted yet.
    /// - Throws: `CommandFailure` when it does not answer.
    static func take(_ client: ManagementClient, virtualHost: String) async throws -> [String: Double] {
        let host = ManagementClient.path(virtualHost)
        async let queues = client.get(
            "queues/\(host)?columns=name,messages_ready,messages_unacknowledged")
        async let totals = client.get("vhosts/\(host)")
        async let nodes = client.get("nodes?columns=name,mem_used")
        return try await values(queues: queues, host: totals, nodes: nodes)
    }

    /// Reads the answers.
    static func values(queues: JSONValue?, host: JSONValue?, nodes: JSONValue?) -> [String: Double] {
        var values: [String: Double] = [:]
        for queue in queues?.array ?? [] {
            guard let name = queue["name"]?.string else { continue }
            values["queue.\(name).ready"] = queue["messages_ready"]?.double
            values["queue.\(name).unacked"] = queue["messages_unacknowledged"]?.double
        }
        let rates = host?["message_stats"]
        values["rabbitmq.publishRate"] = rates?["publish_details"]?["rate"]?.double
        values["rabbitmq.confirmRate"] = rates?["confirm_details"]?["rate"]?.double
        values["rabbitmq.deliverRate"] = rates?["deliver_get_details"]?["rate"]?.double
        let memory = (nodes?.array ?? []).compactMap { $0["mem_used"]?.double }
        if !memory.isEmpty { values["rabbitmq.memory"] = memory.reduce(0, +) }
        return values
    }
}

extension JSONValue {
    /// The number, whole or not.
    fileprivate var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
