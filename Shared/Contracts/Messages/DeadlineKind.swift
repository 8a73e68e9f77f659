/// The deadlines that an application has.
public enum DeadlineKind: String, CaseIterable, Codable, Sendable {
    /// The time to look at completeness.
    case completeness
    /// The legal deadline of the service.
    case legal
    /// The time that the applicant has for a correction.
    case correction
    /// The time that an agency has for an answer.
    case check
}
