/// Names one reason of the catalogue for a refusal or a correction (*alasan*).
public struct ReasonCode: CodeIdentifier {
    /// The code itself.
    public let value: String

    /// Checks and wraps a code.
    ///
    /// - Throws: `ContractViolation` (`code`) when the text is no code.
    public init(_ value: String) throws(ContractViolation) { self.value = try Self.checked(value) }
}
