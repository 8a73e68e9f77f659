package import Contracts

/// What a notice may say: nothing that the applicant entered, no identity number, no finding about a person.
///
/// - Shape: kept as JSON in the notice's row, so that it can be rendered at every attempt in the contact's language.
package struct NoticeFacts: Codable, Sendable, Equatable {
    /// Something to mend, in the catalogue's words.
    package struct Defect: Codable, Sendable, Equatable {
        /// What is wrong.
        package var text: LocalizedText
        /// How to mend it.
        package var remedy: LocalizedText
    }

    /// Why a decision was made, in the catalogue's words.
    package struct Reason: Codable, Sendable, Equatable {
        /// What it says.
        package var text: LocalizedText
        /// The rule that it rests on.
        package var legalBasis: String
    }

    /// What it tells.
    package var kind: NoticeKind
    /// The number that the citizen holds.
    package var number: SubmissionNumber
    /// When it happened.
    package var at: Timestamp
    /// The legal deadline, while its clock runs.
    package var deadline: Timestamp?
    /// Until when the applicant has to answer.
    package var answerBy: Timestamp?
    /// Which deadline a warning is about.
    package var deadlineKind: DeadlineKind?
    /// When that deadline passes or passed.
    package var dueAt: Timestamp?
    /// Whether the applicant's own move is waited for.
    package var waitsForApplicant: Bool?
    /// Everything to mend.
    package var defects: [Defect]?
    /// Why it was decided so.
    package var reasons: [Reason]?
    /// The rule that the whole decision rests on.
    package var legalBasis: String?
    /// Where to object.
    package var objection: LocalizedText?

    /// Begins with what every notice has.
    package init(kind: NoticeKind, number: SubmissionNumber, at: Timestamp) {
        self.kind = kind
        self.number = number
        self.at = at
    }
}
