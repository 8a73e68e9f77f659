/// What a notice tells; each kind has a template in each language.
package enum NoticeKind: String, CaseIterable, Codable, Sendable {
    /// The application was taken in.
    case received
    /// Something must be mended.
    case correctionRequested = "correction-requested"
    /// A deadline comes near.
    case deadlineWarned = "deadline-warned"
    /// A deadline has passed.
    case deadlineBreached = "deadline-breached"
    /// The permit is given out.
    case issued = "closed-issued"
    /// The application was refused.
    case refused = "closed-refused"
    /// The application counts as approved by law.
    case deemedApproved = "closed-deemed-approved"
    /// The applicant took it back.
    case withdrawn = "closed-withdrawn"
    /// The correction did not come in time.
    case lapsed = "closed-lapsed"
}
