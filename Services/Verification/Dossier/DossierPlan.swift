package import Contracts

/// Something that falls due for an application; a row of `schedules`.
package enum DossierPlan: Hashable, Sendable {
    /// The time of the law is used up.
    case legalDeadline
    /// A part of it is used up.
    case warning
    /// The applicant's time for a correction is used up.
    case correctionLimit
    /// An agency's time for an answer is used up.
    case checkDeadline(CheckID)
    /// An agency is asked again.
    case checkRetry(CheckID)

    /// The kind as the row names it.
    package var kind: String {
        switch self {
        case .legalDeadline: "legal-deadline"
        case .warning: "warning"
        case .correctionLimit: "correction-limit"
        case .checkDeadline: "check-deadline"
        case .checkRetry: "check-retry"
        }
    }

    /// The key as the row names it: the check, or the application itself.
    package func key(_ submission: SubmissionID) -> String {
        switch self {
        case .legalDeadline, .warning, .correctionLimit: submission.description
        case .checkDeadline(let check), .checkRetry(let check): check.description
        }
    }

    /// Reads a row; nil for a kind that is not an application's.
    package init?(kind: String, key: String) {
        func check(_ make: (CheckID) -> DossierPlan) -> DossierPlan? {
            // A key that is no identifier is not a plan of this kind.
            (try? CheckID(parsing: key)).map(make)
        }
        let plan: DossierPlan? =
            switch kind {
            case "legal-deadline": .legalDeadline
            case "warning": .warning
            case "correction-limit": .correctionLimit
            case "check-deadline": check(DossierPlan.checkDeadline)
            case "check-retry": check(DossierPlan.checkRetry)
            default: nil
            }
        guard let plan else { return nil }
        self = plan
    }

    /// Whether it may fire only when everything that arrived before has been applied, since it may end the application.
    package var needsDrainedQueues: Bool {
        switch self {
        case .legalDeadline, .correctionLimit, .checkDeadline: true
        case .warning, .checkRetry: false
        }
    }
}
