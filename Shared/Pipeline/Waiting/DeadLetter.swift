package import Broker
package import Contracts

/// A message that a queue gave up, or that no queue wanted.
package struct DeadLetter: Sendable {
    /// The queue that gave it up; the queue it was found in when no queue had wanted it.
    package let queue: String
    /// Why, in the broker's words: `rejected`, `delivery_limit`, `maxlen`, `expired`, or `unrouted`.
    package let reason: String
    /// Its properties.
    package let properties: WireProperties
    /// Its envelope; nil when it is not a message of ours.
    package let envelope: Envelope?
    /// The exchange it was published to.
    package let exchange: String
    /// Its routing key.
    package let routingKey: String
    /// Its body.
    package let body: [UInt8]

    /// Reads a delivery of a queue of dead letters.
    ///
    /// - Source: RabbitMQ's headers `x-first-death-*` and `x-death`.
    package init(_ delivery: Delivery, foundIn queue: String) {
        func text(_ name: String) -> String? {
            if case .string(let text)? = delivery.properties.header(name) { text } else { nil }
        }
        // The sender may have written these itself.
        self.queue = text("x-first-death-queue").map { String($0.storable.prefix(300)) } ?? queue
        reason = text("x-first-death-reason").map { String($0.storable.prefix(300)) } ?? "unrouted"
        exchange = text("x-first-death-exchange") ?? delivery.exchange
        routingKey = DeadLetter.firstKey(delivery.properties) ?? delivery.routingKey
        properties = WireProperties(delivery.properties)
        do throws(ContractViolation) {
            envelope = try Envelope(wire: properties)
        } catch {
            envelope = nil
        }
        body = delivery.body
    }

    /// The key under which the consumer that gave it up knows it.
    package var key: String { properties.key(envelope, exchange: exchange, body: body) }

    /// The key that it was first published with.
    private static func firstKey(_ properties: MessageProperties) -> String? {
        guard case .array(let deaths)? = properties.header("x-death"), case .table(let first)? = deaths.last,
            case .array(let keys)? = first["routing-keys"], case .string(let key)? = keys.first
        else { return nil }
        return key
    }
}
