/// One reason of a decision (*alasan keputusan*).
public struct DecisionReason: Codable, Hashable, Sendable {
    /// The reason out of the catalogue.
    public var code: ReasonCode
    /// What it says.
    public var text: LocalizedText
    /// The rule that it rests on.
    public var legalBasis: String

    /// Describes a reason.
    public init(code: ReasonCode, text: LocalizedText, legalBasis: String) {
        self.code = code
        self.text = text
        self.legalBasis = legalBasis
    }

    /// Checks the texts.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        text.check(pointer + "/text", &faults)
        faults.length(legalBasis, 1...500, pointer + "/legalBasis")
    }
}
