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
        /// What could be read: nil when the fault lies in the envelope itself.
        let envelope: Envelope?
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
        var envelope: Envelope?
        do {
            let read = try Envelope(wire: properties)
            envelope = read
            let inbound = InboundMessage(
                key: properties.key(read, exchange: exchange, body: body), envelope: read, properties: properties,
                exchange: exchange, routingKey: routingKey, body: body, deliveryCount: deliveryCount)
            return .accepted(Accepted(inbound: inbound, message: try decode(inbound)))
        } catch {
            return .unreadable(
                Decoded.Unreadable(
                    key: properties.key(envelope, exchange: exchange, body: body), properties: properties,
                    exchange: exchange, routingKey: routingKey, body: body, envelope: envelope, reason: "unreadable",
                    detail: error.description))
        }
    }
}

extension WireProperties {
    /// The key under which the tables know a message: the envelope's id, since the native one is optional; where there is
    /// no envelope, whatever may serve as an id, and else the content, so that a redelivery is not parked twice.
    ///
    /// Ids from agencies are their own, so each is known under its sender's name.
    func key(_ envelope: Envelope?, exchange: String, body: [UInt8]) -> String {
        var id = envelope?.id.value ?? messageID ?? ""
        if id.isEmpty, case .string(let text)? = header(WireNames.Header.id) { id = text }
        if id.isEmpty { id = "body:" + body.fingerprint }
        if let userID, exchange == WireNames.Exchange.results { id = "\(userID):\(id)" }
        return String(id.storable.prefix(300))
    }
}

extension String {
    /// The text without what PostgreSQL cannot keep: a broker takes NUL characters in names, ids and keys.
    var storable: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
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
