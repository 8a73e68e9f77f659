/// What an agency found.
public enum CheckResult: String, CaseIterable, Codable, Sendable {
    /// Everything agrees with the register.
    case match
    /// Some fields differ; they are named.
    case mismatch
    /// The register does not know it; never a refusal by itself.
    case notFound = "not-found"
    /// The register cannot be asked now; never a refusal by itself.
    case unavailable
    /// The agency recommends approval.
    case recommended
    /// The agency does not recommend approval and says why.
    case notRecommended = "not-recommended"
    /// The applicant must mend something.
    case defects
}
