/// Names one kind of supporting document (*jenis berkas*), such as `str`.
public struct DocumentKind: CodeIdentifier {
    /// The code itself.
    public let value: String

    /// Checks and wraps a code.
    ///
    /// - Throws: `ContractViolation` (`code`) when the text is no code.
    public init(_ value: String) throws(ContractViolation) { self.value = try Self.checked(value) }
}
