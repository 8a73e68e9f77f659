package import Contracts
package import Foundation

/// What happens to an application.
package enum DossierInput: Hashable, Sendable {
    /// It was taken in.
    case filed(Assessment)
    /// The applicant answered a correction request.
    case corrected(round: Int, changed: Set<String>, at: Timestamp, Assessment)
    /// The applicant withdrew.
    case withdrawn(TransitionActor)
    /// An agency took a question on.
    case accepted(CheckID, attempt: Int, expectedAt: Timestamp?, reference: String?)
    /// An agency answered.
    case completed(CheckID, attempt: Int, CheckAnswer, reference: String?)
    /// An agency gave a question back, or its queue did.
    case rejected(CheckID, request: UUID)
    /// Something fell due.
    case due(DossierPlan)
    /// An officer decided.
    case decided(OfficerDecision, officer: String)
    /// The product was signed or sealed.
    case signed(by: TransitionActor)
    /// The days off of a year changed or became known.
    case calendarChanged
    /// The record is kept.
    case archived(at: Timestamp)
    /// The record's content was destroyed.
    case disposed
}
