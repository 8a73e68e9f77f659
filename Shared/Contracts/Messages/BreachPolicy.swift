/// What happens when a legal deadline passes.
public enum BreachPolicy: String, CaseIterable, Codable, Sendable {
    /// Somebody is told.
    case escalate
    /// The application is deemed approved (*fiktif positif*).
    ///
    /// - Source: UU 30/2014 art. 53 (4) as amended.
    case deemApproved = "deem-approved"
    /// It is recorded.
    case none
}
