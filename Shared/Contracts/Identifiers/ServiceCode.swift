/// Names one kind of service (*jenis layanan*) of the catalogue, such as `sip-dokter`.
public struct ServiceCode: CodeIdentifier {
    /// The code itself.
    public let value: String

    /// Checks and wraps a code.
    ///
    /// - Throws: `ContractViolation` (`code`) when the text is no code.
    public init(_ value: String) throws(ContractViolation) { self.value = try Self.checked(value) }
}
