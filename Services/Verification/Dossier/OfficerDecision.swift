package import Contracts

/// What an officer (*petugas*) may decide.
package enum OfficerDecision: Hashable, Sendable {
    /// To approve.
    case approve
    /// To refuse, for reasons of the catalogue.
    case refuse([DecisionReason])
    /// To have something mended.
    case askCorrection([Defect])
}
