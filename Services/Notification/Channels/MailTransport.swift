package import Contracts
import Foundation
package import Mail

/// Takes notices to a mail server.
package struct MailTransport: NoticeTransport {
    /// Electronic mail.
    package let channel = NoticeChannel.email
    private let client: SMTPClient
    private let from: MailAddress
    private let fromName: String

    /// Makes a transport.
    ///
    /// - Parameters:
    ///   - client: talks to the server.
    ///   - from: the sender.
    ///   - fromName: the sender's name as readers see it.
    package init(client: SMTPClient, from: MailAddress, fromName: String) {
        self.client = client
        self.from = from
        self.fromName = fromName
    }

    /// Sends the mail; the answer tells what the server may have done with it.
    package func handOver(_ notice: OutgoingNotice) async -> TransportAnswer {
        do throws(MailError) {
            let message = try MailMessage(
                from: from, fromName: fromName, to: try MailAddress(notice.address), subject: notice.words.subject,
                text: notice.words.body, messageID: notice.messageID.filter { $0 != "<" && $0 != ">" },
                date: Date(), language: notice.words.language.rawValue)
            try await client.send(message)
            return .accepted
        } catch {
            return TransportAnswer(error)
        }
    }
}

extension TransportAnswer {
    /// What a mail error means for the notice.
    ///
    /// What concerns the server or our account with it says nothing about the notice: that waits without counting.
    package init(_ error: MailError) {
        let reason = error.noticeReason
        if error.mayHaveBeenTaken {
            self = .maybeTaken(reason: reason)
            return
        }
        switch error.code {
        case .configuration, .unreachable, .insecure, .authentication, .timeout, .refused(.greeting),
            .refused(.sender):
            self = .unavailable(reason: reason)
        case .invalidMessage:
            self = .refused(reason: reason)
        case .refused(.recipient), .refused(.data), .refused(.message):
            self = error.disposition == .permanent ? .refused(reason: reason) : .refusedForNow(reason: reason)
        case .connectionLost, .transport:
            self = .refusedForNow(reason: reason)
        }
    }
}

extension MailError {
    /// The error as a word in kebab-case, with the server's reply code where there is one.
    fileprivate var noticeReason: String {
        let word =
            switch code {
            case .configuration: "mail-settings"
            case .invalidMessage: "mail-malformed"
            case .unreachable: "mail-server-unreachable"
            case .insecure: "mail-server-not-trusted"
            case .authentication: "mail-login-refused"
            case .refused(let stage): "mail-\(stage.rawValue)-refused"
            case .timeout: "mail-server-silent"
            case .connectionLost: "mail-connection-lost"
            case .transport(let number): "mail-transport-\(number)"
            }
        return replyCode.map { "\(word)-\($0)" } ?? word
    }
}
