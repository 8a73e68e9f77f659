/// A message from a queue, to be acknowledged or rejected by its tag.
package struct Delivery: Sendable {
    /// What to settle it with.
    package let tag: DeliveryTag
    /// The exchange it was published to.
    package let exchange: String
    /// Its routing key.
    package let routingKey: String
    /// Whether the broker has delivered it before, to anyone.
    package let redelivered: Bool
    /// Its properties.
    package let properties: MessageProperties
    /// Its body.
    package let body: [UInt8]

    /// Makes a delivery.
    package init(
        tag: DeliveryTag, exchange: String, routingKey: String, redelivered: Bool, properties: MessageProperties,
        body: [UInt8]
    ) {
        self.tag = tag
        self.exchange = exchange
        self.routingKey = routingKey
        self.redelivered = redelivered
        self.properties = properties
        self.body = body
    }

    /// How often a quorum queue has handed it out in vain (`x-delivery-count`); 0 when it says nothing.
    package var deliveryCount: Int {
        guard redelivered || !properties.headers.isEmpty else { return 0 }
        guard case .integer(let count) = properties.header("x-delivery-count") else { return 0 }
        return Int(clamping: count)
    }
}
