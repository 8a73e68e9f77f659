/// What moves an application from one state to another.
public enum SubmissionTrigger: String, CaseIterable, Codable, Sendable {
    /// The application was taken in; the first entry of every history.
    case filed
    /// Every required document and field is there.
    case completenessPassed = "completeness-passed"
    /// Something must be mended; all defects are listed.
    case defectsFound = "defects-found"
    /// All required checks are answered and an officer decides.
    case checksAnswered = "checks-answered"
    /// All required checks are answered and the service's rule approves.
    case approvedByRule = "approved-by-rule"
    /// All required checks are answered and the service's rule refuses.
    case refusedByRule = "refused-by-rule"
    /// An officer approved.
    case approvedByOfficer = "approved-by-officer"
    /// An officer refused.
    case refusedByOfficer = "refused-by-officer"
    /// An officer asked for a correction.
    case correctionAsked = "correction-asked"
    /// The applicant sent the correction.
    case correctionSubmitted = "correction-submitted"
    /// The correction's own deadline passed.
    case correctionExpired = "correction-expired"
    /// The service needs no signature.
    case signatureNotNeeded = "signature-not-needed"
    /// The product was signed or sealed.
    case signed
    /// The legal deadline passed and the service's policy deems the application approved.
    case deadlineDeemed = "deadline-deemed"
    /// The applicant withdrew.
    case withdrawn
}
