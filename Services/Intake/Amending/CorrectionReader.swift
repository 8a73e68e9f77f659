package import Contracts

/// Reads a correction (*perbaikan*) and gathers every fault.
///
/// What was asked for must be given again, changed or not, and nothing else may be: an officer has looked at the rest.
/// Where the applicant is reached may always be changed.
package struct CorrectionReader {
    /// The application as it stands.
    package struct Standing: Sendable {
        /// The service version that it was filed under.
        package let service: ServiceDefinition
        /// What the applicant is known by.
        package let identityKind: IdentityKind
        /// The fields of the applicant.
        package let applicant: [String: JSONValue]
        /// The form.
        package let form: JSONValue
        /// The kinds of its documents.
        package let documents: Set<DocumentKind>
        /// What is asked for.
        package let correction: OpenCorrection
        /// Whether numbers with the serial 0000 are taken; in test mode only.
        package let allowsSynthetic: Bool

        /// Collects the fields.
        package init(
            service: ServiceDefinition, identityKind: IdentityKind, applicant: [String: JSONValue], form: JSONValue,
            documents: Set<DocumentKind>, correction: OpenCorrection, allowsSynthetic: Bool
        ) {
            self.service = service
            self.identityKind = identityKind
            self.applicant = applicant
            self.form = form
            self.documents = documents
            self.correction = correction
            self.allowsSynthetic = allowsSynthetic
        }
    }

    private static let members: Set<String> = ["round", "applicant", "form", "documents", "contact"]

    private let body: [String: JSONValue]
    private let standing: Standing
    private var faults = FaultCollector()
    private var given: [String] = []

    private init(body: [String: JSONValue], standing: Standing) {
        self.body = body
        self.standing = standing
    }

    /// Reads a correction.
    /// - Throws: `ContractViolation` with every fault.
    package static func read(_ body: JSONValue, of standing: Standing) throws(ContractViolation) -> ReadCorrection {
        guard let members = body.object else { throw ContractViolation(code: "type", message: "must be an object") }
        var reader = CorrectionReader(body: members, standing: standing)
        let correction = reader.correction()
        try reader.faults.finish()
        return correction
    }

    private mutating func correction() -> ReadCorrection {
        for name in body.keys.sorted() where !Self.members.contains(name) {
            faults.add(JSONPointer.token(name), "unknown", "is not known here")
        }
        if let round = body["round"] {
            faults.require(
                round.integer == Int64(standing.correction.round), "/round", "round",
                "must be the round that is open, or absent")
        }
        let form = form()
        let applicant = applicant()
        let documents = documents(form: form ?? standing.form)
        checkAsked()
        let contact = contact(applicant ?? standing.applicant)
        return ReadCorrection(
            round: standing.correction.round, items: given, applicant: applicant, form: form, documents: documents,
            contact: contact, nationalID: nationalID(applicant))
    }

    private mutating func changes(_ name: String) -> [String: JSONValue]? {
        guard let value = body[name] else { return nil }
        guard let members = value.object, !members.isEmpty else {
            faults.add("/" + name, "type", "must be an object with the members to mend")
            return nil
        }
        given += members.keys.sorted().map { "/\(name)" + JSONPointer.token($0) }
        return members
    }

    private mutating func applicant() -> [String: JSONValue]? {
        guard let changes = changes("applicant") else { return nil }
        let applicant = Self.merge(standing.applicant, changes)
        let found = standing.service.applicant.validate(
            .object(applicant), kind: standing.identityKind, allowSynthetic: standing.allowsSynthetic)
        faults.add(found.map { $0.below("/applicant") })
        return applicant
    }

    private mutating func form() -> JSONValue? {
        guard let changes = changes("form") else { return nil }
        let form = JSONValue.object(Self.merge(standing.form.object ?? [:], changes))
        faults.add(standing.service.form.validate(form).map { $0.below("/form") })
        return form
    }

    /// Reads the new documents; those that the application has already count as given.
    private mutating func documents(form: JSONValue) -> [Filing.ChosenDocument] {
        let read = DocumentsReader.read(body["documents"], of: standing.service, form: form, having: standing.documents)
        faults.add(read.faults)
        given += read.documents.map { "/documents/" + $0.requirement.kind.value }
        return read.documents
    }

    private mutating func checkAsked() {
        let asked = standing.correction.defects.map(\.item)
        for item in given where !asked.contains(where: { Self.covers($0, item) }) {
            faults.add(item, "not-asked", "is not asked for in this round")
        }
        for item in asked where !item.hasPrefix("/contact") {
            let isGiven = given.contains { Self.covers(item, $0) || Self.covers($0, item) }
            faults.require(isGiven, item, "required", "must be given in this round")
        }
        faults.require(
            !given.isEmpty || body["contact"] != nil, "", "required", "must mend something")
    }

    private mutating func contact(_ applicant: [String: JSONValue]) -> ContactDetails? {
        guard let value = body["contact"] else { return nil }
        var reader = ContactReader(value, isOptional: standing.identityKind == IdentityKind.none)
        let read = reader.read(
            name: applicant["name"]?.string, phone: applicant["phone"]?.string, email: applicant["email"]?.string)
        faults.add(read.faults)
        given.append("/contact")
        return read.contact
    }

    private func nationalID(_ applicant: [String: JSONValue]?) -> NationalID? {
        guard standing.identityKind == .nik, let digits = applicant?["nik"]?.string else { return nil }
        do throws(ContractViolation) {
            return try NationalID(digits, allowSynthetic: standing.allowsSynthetic)
        } catch {
            // Its faults are among the applicant's.
            return nil
        }
    }

    /// Replaces members; `null` removes one.
    private static func merge(
        _ members: [String: JSONValue], _ changes: [String: JSONValue]
    ) -> [String: JSONValue] {
        var merged = members
        for (name, value) in changes {
            if value.isNull { merged.removeValue(forKey: name) } else { merged[name] = value }
        }
        return merged
    }

    /// Whether a pointer is another one or stands above it.
    private static func covers(_ pointer: String, _ other: String) -> Bool {
        pointer == other || other.hasPrefix(pointer + "/")
    }
}
