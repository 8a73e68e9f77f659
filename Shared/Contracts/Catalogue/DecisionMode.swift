/// Who decides when every answer is there.
public enum DecisionMode: String, CaseIterable, Codable, Sendable {
    /// The service's rule, where the answers are clear; else an officer.
    case automatic
    /// An officer, always.
    case officer
}
