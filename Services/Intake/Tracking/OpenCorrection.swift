package import Contracts

/// The correction that the applicant is asked for (*permintaan perbaikan*).
package struct OpenCorrection: Codable, Sendable, Equatable {
    /// The round, from 1.
    package let round: Int
    /// Everything to mend.
    package let defects: [Defect]
    /// The correction's own deadline.
    package let answerBy: Timestamp?
    /// The event that asked for it.
    package let event: String

    /// Shows a request.
    package init(_ requested: CorrectionRequested, event: MessageID) {
        round = requested.round
        defects = requested.defects
        answerBy = requested.answerBy
        self.event = event.value
    }
}
