/// What the legal clock does in a state.
public enum ClockEffect: String, Codable, Sendable, CaseIterable {
    /// It has not begun; it begins with completeness.
    case notStarted = "not-started"
    /// It runs in the office calendar.
    case runs
    /// It stands still and goes on later; it is never set back.
    case paused
    /// It has ended.
    case stopped
}
