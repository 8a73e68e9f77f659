package import Foundation

/// One mail to one person.
///
/// - Shape: plain text, and the same as HTML where there is one. The caller chooses the Message-ID, so that the same
///   notice sent twice bears the same.
package struct MailMessage: Sendable {
    /// The sender's address, also the envelope's.
    package let from: MailAddress
    /// The sender's name as shown; any text.
    package let fromName: String?
    /// The recipient.
    package let to: MailAddress
    /// The subject; any text in one line.
    package let subject: String
    /// The text; lines end in `\n`.
    package let text: String
    /// The same as HTML.
    package let html: String?
    /// `local@domain` without the angle brackets.
    package let messageID: String
    /// When it was written.
    package let date: Date
    /// The languages of the text, such as `id`.
    package let language: String?

    /// Checks a message.
    ///
    /// - Throws: `MailError` with code `invalidMessage` for a malformed Message-ID or language, and for line breaks or
    ///   control characters in a one-line field; never try again.
    package init(
        from: MailAddress, fromName: String? = nil, to: MailAddress, subject: String, text: String,
        html: String? = nil, messageID: String, date: Date, language: String? = nil
    ) throws(MailError) {
        for (line, name) in [(subject, "subject"), (fromName ?? "", "sender's name")]
        where line.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            throw MailError(.invalidMessage("the \(name) is not one line of text"), disposition: .permanent)
        }
        let halves = messageID.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), messageID.utf8.count <= 200,
            messageID.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !Array("<>()[]\\,;:\"".utf8).contains($0) })
        else { throw MailError(.invalidMessage("the Message-ID is malformed"), disposition: .permanent) }
        if let language {
            guard (2...35).contains(language.utf8.count),
                language.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
            else { throw MailError(.invalidMessage("the language is malformed"), disposition: .permanent) }
        }
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.language = language
    }
}
