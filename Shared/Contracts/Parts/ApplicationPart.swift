/// The plaintext of the sealed part `application`: what verification and archiving may read.
///
/// - Shape: version 1: `{"applicant": {…}, "form": {…}, "identityKind": "nik"}`; the members of `applicant` are those of
///   `ApplicantField`, those of `form` the service's own.
public struct ApplicationPart: Codable, Hashable, Sendable {
    /// The version of the form, kept in the sealed part.
    public static let schemaVersion = 1

    /// What the applicant is known by.
    public var identityKind: IdentityKind
    /// What was given about the applicant.
    public var applicant: [String: JSONValue]
    /// What was filled in.
    public var form: [String: JSONValue]

    /// Collects the parts.
    public init(identityKind: IdentityKind, applicant: [String: JSONValue], form: [String: JSONValue]) {
        self.identityKind = identityKind
        self.applicant = applicant
        self.form = form
    }

    /// A text about the applicant; nil when it was not given.
    public func applicant(_ field: ApplicantField) -> String? { applicant[field.rawValue]?.string }

    /// The plaintext to seal.
    ///
    /// - Throws: `ContractViolation` (`encoding`).
    public func plaintext() throws(ContractViolation) -> [UInt8] { try ContractCoding.json(self) }

    /// Reads an opened plaintext.
    ///
    /// - Throws: `ContractViolation`, without values.
    public init(plaintext: [UInt8]) throws(ContractViolation) {
        self = try ContractCoding.value(ApplicationPart.self, json: plaintext)
    }
}
