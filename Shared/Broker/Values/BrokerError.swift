/// What went wrong between us and the broker; its description is safe to print: no body, header or password.
package struct BrokerError: Error, Sendable {
    /// The kind of fault.
    package enum Code: String, Sendable {
        /// A setting is wrong.
        case configuration
        /// No host answered.
        case unreachable
        /// The TLS handshake or the certificate was refused.
        case tls
        /// The broker refused user, password or virtual host.
        case refusedLogin = "refused-login"
        /// The connection broke.
        case connectionLost = "connection-lost"
        /// The broker closed the connection and said why.
        case connectionClosed = "connection-closed"
        /// The broker closed the channel and said why.
        case channelClosed = "channel-closed"
        /// The broker was silent for two heartbeats.
        case heartbeatMissed = "heartbeat-missed"
        /// The broker took no byte, or confirmed nothing, for too long.
        case stalled
        /// An answer did not come in time.
        case timedOut = "timed-out"
        /// The broker takes no messages for now.
        case blocked
        /// The broker cancelled the consumer.
        case consumerCancelled = "consumer-cancelled"
        /// The message cannot be sent as it is.
        case invalidMessage = "invalid-message"
        /// The broker spoke against the protocol.
        case protocolViolation = "protocol-violation"
        /// We have been closed.
        case closed
    }

    /// What to do about it.
    package enum Disposition: String, Sendable {
        /// Try again later.
        case transient
        /// Trying again is in vain until somebody changes something.
        case permanent
        /// A fault in this program or its settings.
        case fatal
    }

    private final class Storage: Sendable {
        let code: Code
        let disposition: Disposition
        let replyCode: UInt16?
        let replyText: String
        let operation: String
        let fileID: String
        let line: Int

        init(
            code: Code, disposition: Disposition, replyCode: UInt16?, replyText: String, operation: String,
            fileID: String, line: Int
        ) {
            self.code = code
            self.disposition = disposition
            self.replyCode = replyCode
            self.replyText = replyText
            self.operation = operation
            self.fileID = fileID
            self.line = line
        }
    }

    private let storage: Storage

    /// The kind of fault.
    package var code: Code { storage.code }
    /// What to do about it.
    package var disposition: Disposition { storage.disposition }
    /// The broker's reply code, if it gave one.
    package var replyCode: UInt16? { storage.replyCode }
    /// The broker's words, or ours.
    package var replyText: String { storage.replyText }
    /// What was being done.
    package var operation: String { storage.operation }
    /// The file that noticed it.
    package var fileID: String { storage.fileID }
    /// The line that noticed it.
    package var line: Int { storage.line }

    /// Makes an error; the disposition follows the reply code, or the kind when there is none.
    package init(
        _ code: Code, _ replyText: String, operation: String, replyCode: UInt16? = nil,
        disposition: Disposition? = nil, fileID: String = #fileID, line: Int = #line
    ) {
        storage = Storage(
            code: code, disposition: disposition ?? replyCode.flatMap(Self.disposition(ofReply:)) ?? code.disposition,
            replyCode: replyCode, replyText: replyText, operation: operation, fileID: fileID, line: line)
    }
}

extension BrokerError {
    /// What to do about a reply code.
    ///
    /// - Source: AMQP 0-9-1 section 1.1 "reply-code".
    static func disposition(ofReply code: UInt16) -> Disposition? {
        switch code {
        case 311, 402, 403, 406, 530: .permanent
        case 320, 404, 405, 506, 541: .transient
        case 501...505, 540: .fatal
        default: nil
        }
    }

    /// The error of a message that cannot be sent as it is.
    static func invalidMessage(_ text: String, fileID: String = #fileID, line: Int = #line) -> BrokerError {
        BrokerError(.invalidMessage, text, operation: "publish", fileID: fileID, line: line)
    }
}

extension BrokerError.Code {
    /// What to do about this kind of fault when the broker gave no reply code.
    var disposition: BrokerError.Disposition {
        switch self {
        case .configuration, .protocolViolation: .fatal
        case .tls, .refusedLogin, .invalidMessage: .permanent
        default: .transient
        }
    }
}

extension BrokerError: CustomStringConvertible {
    /// The operation, the kind and the broker's words.
    package var description: String {
        let reply = replyCode.map { " \($0)" } ?? ""
        return "\(operation): \(code.rawValue)\(reply): \(replyText)"
    }
}

extension BrokerError: CustomDebugStringConvertible {
    /// The description with disposition and place.
    package var debugDescription: String { "\(description) (\(disposition.rawValue), \(fileID):\(line))" }
}
