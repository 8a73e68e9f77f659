/// How an application ended and why (*keputusan*).
public struct Decision: Codable, Hashable, Sendable {
    /// The ways to end.
    public enum Outcome: String, CaseIterable, Codable, Sendable {
        /// Approved by an officer or by rule.
        case approved
        /// Refused.
        case refused
        /// Approved by law.
        case deemedApproved = "deemed-approved"
        /// Taken back.
        case withdrawn
        /// Not corrected in time.
        case lapsed
    }

    /// How it ended.
    public var outcome: Outcome
    /// When it was decided.
    public var decidedAt: Timestamp
    /// Who decided.
    public var decidedBy: TransitionActor
    /// Why; a refusal has at least one.
    public var reasons: [DecisionReason]
    /// The rule that the decision as a whole rests on.
    public var legalBasis: String?
    /// Where to object; a refusal has one.
    public var objection: LocalizedText?

    /// Describes a decision.
    public init(
        outcome: Outcome, decidedAt: Timestamp, decidedBy: TransitionActor, reasons: [DecisionReason] = [],
        legalBasis: String? = nil, objection: LocalizedText? = nil
    ) {
        self.outcome = outcome
        self.decidedAt = decidedAt
        self.decidedBy = decidedBy
        self.reasons = reasons
        self.legalBasis = legalBasis
        self.objection = objection
    }

    /// The final state that the outcome leads to.
    public var state: SubmissionState {
        switch outcome {
        case .approved: .issued
        case .refused: .refused
        case .deemedApproved: .deemedApproved
        case .withdrawn: .withdrawn
        case .lapsed: .lapsed
        }
    }

    /// Checks that a refusal and a deemed approval say why.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        decidedBy.check(pointer + "/decidedBy", &faults)
        faults.count(reasons.count, (outcome == .refused ? 1 : 0)...50, pointer + "/reasons")
        for (index, reason) in reasons.enumerated() { reason.check("\(pointer)/reasons/\(index)", &faults) }
        if let legalBasis { faults.length(legalBasis, 1...500, pointer + "/legalBasis") }
        if outcome == .deemedApproved { faults.presence(legalBasis != nil, when: true, pointer + "/legalBasis") }
        if outcome == .refused { faults.presence(objection != nil, when: true, pointer + "/objection") }
        objection?.check(pointer + "/objection", &faults)
    }
}
