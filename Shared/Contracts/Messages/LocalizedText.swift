/// A text for people in both languages.
///
/// - Shape: `{"id": "…", "en": "…"}`, each at most 2000 characters.
public struct LocalizedText: Codable, Hashable, Sendable {
    /// Indonesian.
    public var id: String
    /// English.
    public var en: String

    /// A text in both languages.
    public init(id: String, en: String) {
        self.id = id
        self.en = en
    }

    /// The text in one language.
    public subscript(_ language: Language) -> String {
        switch language {
        case .indonesian: id
        case .english: en
        }
    }

    /// Checks the lengths.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.length(id, 1...2000, pointer + "/id")
        faults.length(en, 1...2000, pointer + "/en")
    }
}
