/// What libcurl and the server said about one hand-over, before it is judged.
struct SMTPOutcome: Equatable, Sendable {
    /// libcurl's result; 0 is success.
    var result: Int
    /// The last reply code; 0 for none.
    var replyCode = 0
    /// The enhanced status code of the last reply.
    var enhancedStatus: String?
    /// The verb of the last command.
    var command = ""
    /// The whole message had been handed to libcurl.
    var drained = false

    /// The judgement; nil when the server has taken the message.
    ///
    /// - Source: curl/curl.h 7.88 (CURLcode), lib/smtp.c 7.88; RFC 5321 4.2.1: 4yz try again, 5yz never.
    var error: MailError? {
        if result == 0 { return nil }
        let refusal = replyCode >= 400 ? replyCode : nil
        let disposition: MailError.Disposition = replyCode >= 500 ? .permanent : .transient
        func failed(_ code: MailError.Code, _ disposition: MailError.Disposition) -> MailError {
            MailError(
                code, disposition: disposition, mayHaveBeenTaken: drained && refusal == nil, replyCode: refusal,
                enhancedStatus: refusal == nil ? nil : enhancedStatus)
        }
        switch result {
        case 5, 6, 7: return failed(.unreachable, .transient)
        case 35, 58, 60, 64, 77, 83, 90, 91: return failed(.insecure, .fatal)
        case 67: return failed(.authentication, refusal.map { $0 < 500 } == true ? .transient : .fatal)
        case 28: return failed(.timeout, .transient)
        default: break
        }
        if refusal != nil { return failed(.refused(stage), stage == .greeting ? .transient : disposition) }
        switch result {
        case 8, 18, 52, 55, 56: return failed(.connectionLost, .transient)
        default: return failed(.transport(result), .transient)
        }
    }

    private var stage: MailError.Stage {
        if drained { return .message }
        return switch command.uppercased() {
        case "MAIL": .sender
        case "RCPT": .recipient
        case "DATA": .data
        default: .greeting
        }
    }
}
