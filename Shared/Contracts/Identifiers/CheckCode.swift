/// Names one kind of check that an agency offers, such as `identity`.
public struct CheckCode: CodeIdentifier {
    /// The code itself.
    public let value: String

    /// Checks and wraps a code.
    ///
    /// - Throws: `ContractViolation` (`code`) when the text is no code.
    public init(_ value: String) throws(ContractViolation) { self.value = try Self.checked(value) }
}
