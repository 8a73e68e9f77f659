import Broker
import Contracts

/// A delivery after decoding: a message to apply, or one to park.
enum Decoded<Message: Sendable>: Sendable {
    case accepted(Accepted<Message>)
    case unreadable(Unreadable)

    /// A delivery that is not a message of ours.
    struct Unreadable: Sendable {
        let key: String
        let properties: WireProperties
        let exchange: String
        let routingKey: String
        let body: [UInt8]
        let submission: SubmissionID?
        let region: RegionCode?
        let reason: String
        let detail: String
    }
}

extension MessageHandler {
    /// Decodes what the broker delivered.
    func decode(_ delivery: Delivery) -> Decoded<Message> {
        decode(
            WireProperties(delivery.properties), exchange: delivery.exchange, routingKey: delivery.routingKey,
            body: delivery.body, deliveryCount: delivery.deliveryCount)
    }

    /// Decodes a message from its parts, as the broker delivered them or a table kept them.
    func decode(
        _ properties: WireProperties, exchange: String, routingKey: String, body: [UInt8], deliveryCount: Int
    ) -> Decoded<Message> {
        var key = properties.messageID ?? ""
        var envelope: Envelope?
        do {
            let read = try Envelope(wire: properties)
            envelope = read
            if let user = properties.userID, exchange == WireNames.Exchange.results { key = "\(user):\(key)" }
            let inbound = InboundMessage(
                key: key, envelope: read, properties: properties, exchange: exchange, routingKey: routingKey,
                body: body, deliveryCount: deliveryCount)
            return .accepted(Accepted(inbound: inbound, message: try decode(inbound)))
        } catch {
            // Without an id of its own a message is known by its content, so that a redelivery is not parked twice.
            if key.isEmpty { key = "body:" + body.fingerprint }
            return .unreadable(
                Decoded.Unreadable(
                    key: key, properties: properties, exchange: exchange, routingKey: routingKey, body: body,
                    submission: envelope?.subject, region: envelope?.region, reason: "unreadable",
                    detail: error.description))
        }
    }
}

extension [UInt8] {
    /// FNV-1a over the bytes and their number, in hexadecimal: tells bodies apart, proves nothing.
    var fingerprint: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16) + "-" + String(count, radix: 16)
    }
}
