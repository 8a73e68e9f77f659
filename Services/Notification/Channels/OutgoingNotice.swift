package import Contracts

/// A notice as a transport gets it.
package struct OutgoingNotice: Sendable {
    /// The Message-ID, the same at every attempt.
    package let messageID: String
    /// Where it goes, in the channel's own form; personal data.
    package let address: String
    /// The words.
    package let words: RenderedNotice
    /// The number that the citizen holds.
    package let number: SubmissionNumber
    /// The event that it tells about.
    package let event: MessageID
    /// What it tells.
    package let kind: NoticeKind
    /// Which attempt this is, from 1.
    package let attempt: Int

    /// Collects the parts.
    package init(
        messageID: String, address: String, words: RenderedNotice, number: SubmissionNumber, event: MessageID,
        kind: NoticeKind, attempt: Int = 1
    ) {
        self.messageID = messageID
        self.address = address
        self.words = words
        self.number = number
        self.event = event
        self.kind = kind
        self.attempt = attempt
    }
}
