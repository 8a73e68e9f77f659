import Broker
package import Contracts

/// A message as it reached a consumer, whether from its queue or from the `deferred` table.
package struct InboundMessage: Sendable {
    /// The key under which the inbox knows it: the message id, led by the sender where ids are the sender's own.
    package let key: String
    /// The envelope, read from the native properties and headers.
    package let envelope: Envelope
    /// The neutral properties, kept for `deferred` and `parked`.
    package let properties: WireProperties
    /// The exchange it was published to.
    package let exchange: String
    /// Its routing key.
    package let routingKey: String
    /// The JSON body.
    package let body: [UInt8]
    /// How often the broker has delivered it before, as far as the broker says.
    package let deliveryCount: Int

    /// Makes an inbound message.
    package init(
        key: String, envelope: Envelope, properties: WireProperties, exchange: String, routingKey: String,
        body: [UInt8], deliveryCount: Int
    ) {
        self.key = key
        self.envelope = envelope
        self.properties = properties
        self.exchange = exchange
        self.routingKey = routingKey
        self.body = body
        self.deliveryCount = deliveryCount
    }
}
