/// An agency's finding together with what belongs to it.
public enum CheckAnswer: Hashable, Sendable {
    /// Everything agrees with the register.
    case match
    /// The named fields differ.
    case mismatch(fields: [String])
    /// The register does not know it.
    case notFound
    /// The register cannot be asked now; ask again after a number of seconds, or by the retry policy.
    case unavailable(retryAfterSeconds: Int?)
    /// The agency recommends approval.
    case recommended
    /// The agency does not recommend approval.
    case notRecommended(reasons: [ReasonCode])
    /// The applicant must mend something.
    case defects([ReportedDefect])

    /// The finding as it stands on the wire.
    public var result: CheckResult {
        switch self {
        case .match: .match
        case .mismatch: .mismatch
        case .notFound: .notFound
        case .unavailable: .unavailable
        case .recommended: .recommended
        case .notRecommended: .notRecommended
        case .defects: .defects
        }
    }
}
