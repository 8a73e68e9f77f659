package import Contracts

/// How an application ended, as the applicant is told (*keputusan*).
package struct SubmissionOutcome: Codable, Sendable, Equatable {
    /// How it ended.
    package let outcome: Decision.Outcome
    /// When it was decided.
    package let decidedAt: Timestamp
    /// Why.
    package let reasons: [DecisionReason]
    /// The rule that the decision as a whole rests on.
    package let legalBasis: String?
    /// Where to object.
    package let objection: LocalizedText?
    /// The number of the permit.
    package let permitNumber: String?

    /// Shows the end; the person who decided is not told.
    package init(_ closed: SubmissionClosed) {
        outcome = closed.decision.outcome
        decidedAt = closed.decision.decidedAt
        reasons = closed.decision.reasons
        legalBasis = closed.decision.legalBasis
        objection = closed.decision.objection
        permitNumber = closed.permitNumber
    }
}
