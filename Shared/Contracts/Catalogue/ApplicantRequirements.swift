/// What a service asks about the applicant, and how sure the identity must be.
public struct ApplicantRequirements: Sendable, Hashable {
    /// The identities that are taken.
    public let identityKinds: [IdentityKind]
    /// How sure the identity must be at least.
    public let minimumAssurance: AssuranceLevel
    /// The fields that must be given, besides the number that belongs to the kind of identity.
    public let required: [ApplicantField]
    /// The fields that may be given.
    public let optional: [ApplicantField]

    /// Reads the requirements.
    init?(_ reader: inout ObjectReader) {
        let kinds = reader.words("identityKinds", IdentityKind.self, 1...4)
        let assurance = reader.word("minimumAssurance", AssuranceLevel.self)
        let required = reader.words("required", ApplicantField.self, 1...9)
        let optional = reader.words("optional", ApplicantField.self, 0...9)
        guard let kinds, let assurance, let required, let optional else { return nil }
        reader.faults.require(
            required.contains(.name), reader.place("required"), "value", "must contain name")
        reader.faults.require(
            !required.contains(.nik) && !required.contains(.identityNumber) && !optional.contains(.nik)
                && !optional.contains(.identityNumber), reader.place("required"), "value",
            "must not contain nik or identityNumber; identityKinds says which of them is asked for")
        reader.faults.require(
            Set(required).isDisjoint(with: optional), reader.place("optional"), "unique",
            "must not repeat what is required")
        reader.faults.require(
            required.contains(.email) || required.contains(.phone) || kinds.contains(.none),
            reader.place("required"), "value", "must contain email or phone, so that the applicant can be told")
        identityKinds = kinds
        minimumAssurance = assurance
        self.required = required
        self.optional = optional
    }

    /// Every field that may stand in an application.
    public var fields: Set<ApplicantField> {
        var fields = Set(required).union(optional)
        if identityKinds.contains(.nik) { fields.insert(.nik) }
        if identityKinds.contains(.temporary) || identityKinds.contains(.passport) { fields.insert(.identityNumber) }
        return fields
    }
}
