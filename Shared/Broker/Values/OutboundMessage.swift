/// A message to publish.
package struct OutboundMessage: Sendable {
    /// The exchange to publish to; empty = straight to the queue named by the routing key.
    package var exchange: String
    /// The routing key.
    package var routingKey: String
    /// Whether the broker gives the message back when no queue takes it.
    package var mandatory: Bool
    /// The properties.
    package var properties: MessageProperties
    /// The body.
    package var body: [UInt8]

    /// Makes a message, mandatory unless said otherwise.
    package init(
        exchange: String, routingKey: String, mandatory: Bool = true, properties: MessageProperties, body: [UInt8]
    ) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.properties = properties
        self.body = body
    }
}
