/// How sure the identity provider is of an applicant's identity.
public enum AssuranceLevel: String, CaseIterable, Codable, Sendable {
    /// Self-asserted.
    case low
    /// Checked against a register.
    case substantial
    /// Checked face to face or by a qualified means.
    case high
}
