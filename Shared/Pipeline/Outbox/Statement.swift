package import Contracts

/// One thing a service says: a message on its way into the journal and the outbox.
package struct Statement: Sendable {
    /// The envelope.
    package let envelope: Envelope
    /// The exchange it goes to.
    package let exchange: String
    /// Its routing key.
    package let routingKey: String
    /// The JSON body.
    package let body: [UInt8]
    /// Whether the body holds personal data in clear: then the journal keeps none, and the owner rebuilds it.
    package let isConfidential: Bool

    /// Makes a statement.
    package init(
        envelope: Envelope, exchange: String, routingKey: String, body: [UInt8], isConfidential: Bool = false
    ) {
        self.envelope = envelope
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.isConfidential = isConfidential
    }
}
