/// Where an application stands; only verification moves it.
///
/// - Source: the codes are OSS-RBA's (PIA 4.3.22, appendix 10).
public enum SubmissionState: String, CaseIterable, Codable, Sendable {
    /// Taken in; completeness is looked at. Moved on by verification.
    case received
    /// Complete; agencies are asked. Moved on by their answers.
    case inVerification = "in-verification"
    /// All answers are there; an officer decides. Moved on by the officer.
    case inDecision = "in-decision"
    /// The applicant must mend something. Moved on by the applicant, or by the correction's own deadline.
    case correctionRequested = "correction-requested"
    /// Approved with a number; the product is not signed yet. Moved on by the signature.
    case approved
    /// Final: the product is given out.
    case issued
    /// Final: refused with reasons.
    case refused
    /// Final: approved by law since the deadline passed (*fiktif positif*).
    case deemedApproved = "deemed-approved"
    /// Final: taken back by the applicant.
    case withdrawn
    /// Final: the applicant did not answer a correction request in time.
    case lapsed

    /// Whether nothing moves it any more.
    public var isFinal: Bool {
        switch self {
        case .issued, .refused, .deemedApproved, .withdrawn, .lapsed: true
        case .received, .inVerification, .inDecision, .correctionRequested, .approved: false
        }
    }

    /// OSS-RBA's status code; nil where it has none.
    public var ossCode: String? {
        switch self {
        case .received: "09"
        case .inVerification: "20"
        case .inDecision: "45"
        case .correctionRequested: "41"
        case .approved: "49"
        case .issued: "50"
        case .refused: "90"
        case .deemedApproved: "57"
        case .withdrawn, .lapsed: nil
        }
    }

    /// What the legal clock does in this state.
    public var clock: ClockEffect {
        switch self {
        case .received: .notStarted
        case .inVerification, .inDecision, .approved: .runs
        case .correctionRequested: .paused
        case .issued, .refused, .deemedApproved, .withdrawn, .lapsed: .stopped
        }
    }
}
