/// The plaintext of the sealed part `contact`: what notification may read.
///
/// - Shape: version 1: `{"name": "…", "email": "…", "phone": "+628…"}`; either address may be missing, for an applicant
///   who is told at the counter.
public struct ContactPart: Codable, Hashable, Sendable {
    /// The version of the form, kept in the sealed part.
    public static let schemaVersion = 1

    /// How the applicant is addressed.
    public var name: String
    /// The e-mail address.
    public var email: String?
    /// The telephone number, `+628…`.
    public var phone: String?

    /// Collects the parts.
    public init(name: String, email: String?, phone: String?) {
        self.name = name
        self.email = email
        self.phone = phone
    }

    /// The plaintext to seal.
    ///
    /// - Throws: `ContractViolation` (`encoding`).
    public func plaintext() throws(ContractViolation) -> [UInt8] { try ContractCoding.json(self) }

    /// Reads an opened plaintext.
    ///
    /// - Throws: `ContractViolation`, without values.
    public init(plaintext: [UInt8]) throws(ContractViolation) {
        self = try ContractCoding.value(ContactPart.self, json: plaintext)
    }
}
