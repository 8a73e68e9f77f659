/// Why an applicant withdraws; a code, since a free text would be personal data.
public enum WithdrawalReason: String, CaseIterable, Codable, Sendable {
    /// It is no longer needed.
    case noLongerNeeded = "no-longer-needed"
    /// It was filed by mistake, or with wrong data.
    case filedByMistake = "filed-by-mistake"
    /// It was filed more than once.
    case filedTwice = "filed-twice"
    /// The consent to processing is withdrawn.
    case consentWithdrawn = "consent-withdrawn"
    /// Anything else, or not told.
    case other
}
