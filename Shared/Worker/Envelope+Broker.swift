package import Broker
package import Contracts

extension WireProperties {
    /// Reads what the broker delivered; headers of other kinds than text, number and truth are not ours and are left out.
    package init(_ properties: MessageProperties) {
        self.init(
            contentType: properties.contentType, messageID: properties.messageID, type: properties.type,
            correlationID: properties.correlationID, appID: properties.appID,
            timestampSeconds: properties.timestamp, userID: properties.userID,
            headers: properties.headers.compactMap { name, value in
                switch value {
                case .string(let text): (name, .string(text))
                case .integer(let number): (name, .integer(number))
                case .boolean(let truth): (name, .boolean(truth))
                default: nil
                }
            })
    }
}

extension MessageProperties {
    /// The AMQP properties of an envelope; persistent.
    package init(_ wire: WireProperties) {
        self.init(
            contentType: wire.contentType, messageID: wire.messageID, type: wire.type,
            correlationID: wire.correlationID, appID: wire.appID, userID: wire.userID,
            timestamp: wire.timestampSeconds,
            headers: wire.headers.map { name, value in
                switch value {
                case .string(let text): (name, .string(text))
                case .integer(let number): (name, .integer(number))
                case .boolean(let truth): (name, .boolean(truth))
                }
            })
    }
}
