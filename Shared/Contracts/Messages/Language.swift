/// A language that the suite speaks.
public enum Language: String, CaseIterable, Codable, Sendable {
    /// *Bahasa Indonesia*.
    case indonesian = "id"
    /// English.
    case english = "en"
}
