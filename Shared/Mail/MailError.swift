/// Why a mail was not certainly handed over; safe to print.
package struct MailError: Error, Hashable, Sendable {
    /// What went wrong.
    package enum Code: Hashable, Sendable {
        /// The settings cannot be used; refuse the start.
        case configuration(String)
        /// The message itself cannot be sent as it is.
        case invalidMessage(String)
        /// The server could not be reached.
        case unreachable
        /// No safe connection: STARTTLS missing, or the certificate is not trusted.
        case insecure
        /// The login was refused.
        case authentication
        /// The server refused a command.
        case refused(Stage)
        /// The time was over.
        case timeout
        /// The connection broke.
        case connectionLost
        /// libcurl said something else.
        case transport(Int)
    }

    /// The command that was refused.
    package enum Stage: String, Hashable, Sendable {
        /// Greeting or EHLO.
        case greeting
        /// MAIL FROM.
        case sender
        /// RCPT TO.
        case recipient
        /// DATA.
        case data
        /// The message after its closing dot.
        case message
    }

    /// Whether another try can help.
    package enum Disposition: Hashable, Sendable {
        /// Try again later.
        case transient
        /// Never try this message again.
        case permanent
        /// Nothing can be sent until an operator has mended the settings.
        case fatal
    }

    /// What went wrong.
    package let code: Code
    /// Whether another try can help.
    package let disposition: Disposition
    /// True when the whole message had gone out and no answer came: the server may deliver it.
    package let mayHaveBeenTaken: Bool
    /// The server's last reply code, such as 550.
    package let replyCode: Int?
    /// The enhanced status code of that reply, such as 5.1.1; its text is never kept, since it may name a person.
    package let enhancedStatus: String?

    init(
        _ code: Code, disposition: Disposition, mayHaveBeenTaken: Bool = false, replyCode: Int? = nil,
        enhancedStatus: String? = nil
    ) {
        self.code = code
        self.disposition = disposition
        self.mayHaveBeenTaken = mayHaveBeenTaken
        self.replyCode = replyCode
        self.enhancedStatus = enhancedStatus
    }
}

extension MailError: CustomStringConvertible {
    /// One sentence without any address.
    package var description: String {
        var text: String
        switch code {
        case .configuration(let reason): text = "the mail settings are unusable: \(reason)"
        case .invalidMessage(let reason): text = "the message cannot be sent: \(reason)"
        case .unreachable: text = "the mail server cannot be reached"
        case .insecure: text = "the mail server offers no connection that can be trusted"
        case .authentication: text = "the mail server refused the login"
        case .refused(let stage): text = "the mail server refused the \(stage.rawValue)"
        case .timeout: text = "the mail server did not answer in time"
        case .connectionLost: text = "the connection to the mail server broke"
        case .transport(let number): text = "sending mail failed (libcurl \(number))"
        }
        if let replyCode { text += ", reply \(replyCode)" }
        if let enhancedStatus { text += " \(enhancedStatus)" }
        if mayHaveBeenTaken { text += "; the message may have been taken" }
        return text
    }
}
