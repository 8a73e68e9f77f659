/// A frame from the broker, copied out of the library's memory.
enum InboundFrame: Sendable {
    /// `basic.deliver`; its header and body follow.
    case deliver(DeliverMethod)
    /// `basic.return`; its header and body follow.
    case returned(ReturnMethod)
    /// A content header.
    case header(bodyBytes: UInt64, properties: MessageProperties)
    /// A part of a body.
    case body([UInt8])
    /// `basic.ack` or `basic.nack` of published messages.
    case confirm(number: UInt64, multiple: Bool, isPositive: Bool)
    /// The answer to a method of ours.
    case reply(Reply)
    /// `basic.cancel`: the broker ends a consumer.
    case consumerCancelled
    /// `channel.close`.
    case channelClosed(ServerClose)
    /// `connection.close`.
    case connectionClosed(ServerClose)
    /// `connection.blocked`.
    case blocked(reason: String)
    /// `connection.unblocked`.
    case unblocked
    /// A method that no client should get; 0 = a frame of another kind.
    case unknown(UInt32)

    /// What `basic.deliver` says.
    struct DeliverMethod: Sendable {
        let number: UInt64
        let redelivered: Bool
        let exchange: String
        let routingKey: String
    }

    /// What `basic.return` says.
    struct ReturnMethod: Sendable {
        let code: UInt16
        let text: String
        let exchange: String
        let routingKey: String
    }

    /// Why the broker closes a channel or the connection.
    struct ServerClose: Sendable {
        let code: UInt16
        let text: String
        let classID: UInt16
        let methodID: UInt16
    }

    /// An answer.
    enum Reply: Sendable, Equatable {
        case channelOpen
        case channelClosed
        case connectionClosed
        case confirmSelect
        case qos
        case consume
        case cancel
        case queue(messages: Int, consumers: Int)
        case removed(messages: Int)
        case done
    }
}
