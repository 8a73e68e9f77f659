/// The four services of the suite; also their user names at the broker.
public enum ServiceName: String, CaseIterable, Codable, Sendable {
    /// Takes applications in and shows their way.
    case intake
    /// Moves the state of every application.
    case verification
    /// Tells people.
    case notification
    /// Keeps the record.
    case archiving
}
