/// Why the legal clock stands still.
public enum PauseReason: String, CaseIterable, Codable, Sendable {
    /// The applicant must mend something.
    case applicant
    /// A system outside is down.
    case externalOutage = "external-outage"
    /// The suite is down.
    case systemOutage = "system-outage"
    /// Processing is suspended by law or on request.
    case hold
}
