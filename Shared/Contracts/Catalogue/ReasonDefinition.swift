/// A reason that a service gives for a refusal or a correction.
public struct ReasonDefinition: Sendable, Hashable {
    /// What a reason is for.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// For a refusal.
        case refusal
        /// For a correction request.
        case correction
    }

    /// The code.
    public let code: ReasonCode
    /// What it is for.
    public let kind: Kind
    /// What it says.
    public let text: LocalizedText
    /// How to mend it; every reason for a correction has one.
    public let remedy: LocalizedText?
    /// The rule that it rests on.
    public let legalBasis: String

    /// Reads a reason.
    init?(_ reader: inout ObjectReader) {
        let code = reader.value("code", ReasonCode.init(_:))
        let kind = reader.word("kind", Kind.self)
        let text = reader.object("text", LocalizedText.init(_:))
        let remedy = reader.object("remedy", isRequired: false, LocalizedText.init(_:))
        let basis = reader.value("legalBasis", ServiceDefinition.legalText)
        guard let code, let kind, let text, let basis else { return nil }
        if kind == .correction { reader.faults.presence(remedy != nil, when: true, reader.place("remedy")) }
        self.code = code
        self.kind = kind
        self.text = text
        self.remedy = remedy
        legalBasis = basis
    }
}
