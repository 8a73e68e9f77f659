package import Contracts

/// Reads an application out of a request and gathers every fault, each with a pointer into the request's body.
package struct ApplicationReader {
    /// What the reader needs to know besides the request.
    package struct Surroundings: Sendable {
        /// Whether a region is served.
        package var isServed: @Sendable (RegionCode) -> Bool
        /// The service as a region offers it now.
        package var service: @Sendable (ServiceCode, RegionCode) -> ServiceDefinition?
        /// Whether numbers with the serial 0000 are taken; in test mode only.
        package var allowsSynthetic: Bool

        /// Makes surroundings.
        package init(
            isServed: @escaping @Sendable (RegionCode) -> Bool,
            service: @escaping @Sendable (ServiceCode, RegionCode) -> ServiceDefinition?, allowsSynthetic: Bool
        ) {
            self.isServed = isServed
            self.service = service
            self.allowsSynthetic = allowsSynthetic
        }
    }

    private static let members: Set<String> = [
        "region", "service", "identityKind", "applicant", "form", "documents", "contact", "consent", "assistedBy",
    ]

    private let body: [String: JSONValue]
    private let surroundings: Surroundings
    private let subject: String
    private let isAssisted: Bool
    private var faults = FaultCollector()

    private init(body: [String: JSONValue], surroundings: Surroundings, subject: String, isAssisted: Bool) {
        self.body = body
        self.surroundings = surroundings
        self.subject = subject
        self.isAssisted = isAssisted
    }

    /// Reads an application.
    /// - Parameters:
    ///   - body: the request's body.
    ///   - subject: who sends it.
    ///   - isAssisted: whether an officer sends it for the applicant.
    ///   - surroundings: what else is known.
    /// - Returns: the application.
    /// - Throws: `ContractViolation` with every fault.
    package static func read(
        _ body: JSONValue, from subject: String, isAssisted: Bool, surroundings: Surroundings
    ) throws(ContractViolation) -> ReadApplication {
        guard let members = body.object else {
            throw ContractViolation(code: "type", message: "must be an object")
        }
        var reader = ApplicationReader(
            body: members, surroundings: surroundings, subject: subject, isAssisted: isAssisted)
        let application = reader.application()
        try reader.faults.finish()
        guard let application else {
            throw ContractViolation(code: "application", message: "must be an application")
        }
        return application
    }

    private mutating func application() -> ReadApplication? {
        for name in body.keys.sorted() where !Self.members.contains(name) {
            faults.add(JSONPointer.token(name), "unknown", "is not known here")
        }
        let region = region()
        let service = service(in: region)
        let consent = consent()
        assistance()
        let kind = identityKind()
        var contact = ContactReader(body["contact"], isOptional: isAssisted && kind == IdentityKind.none)
        guard let service else {
            faults.add(contact.read(name: nil, phone: nil, email: nil).faults)
            return nil
        }
        let applicant = applicant(of: service, kind: kind, contact: &contact)
        let form = form(of: service)
        let documents = DocumentsReader.read(body["documents"], of: service, form: form ?? .object([:]))
        faults.add(documents.faults)
        let details = contact.read(
            name: applicant["name"]?.string, phone: applicant["phone"]?.string, email: applicant["email"]?.string)
        faults.add(details.faults)
        guard faults.faults.isEmpty, let region, let consent, let kind, let form, let contact = details.contact else {
            return nil
        }
        return ReadApplication(
            region: region, service: service, identityKind: kind, nationalID: nationalID(applicant, kind),
            applicant: applicant, form: form, consent: consent, documents: documents.documents, contact: contact)
    }

    private mutating func region() -> RegionCode? {
        guard let code = text("region").flatMap({ checked($0, "/region", RegionCode.init(_:)) }) else { return nil }
        guard surroundings.isServed(code) else {
            faults.add("/region", "region-unknown", "must be a region that is served here")
            return nil
        }
        return code
    }

    private mutating func service(in region: RegionCode?) -> ServiceDefinition? {
        guard let code = text("service").flatMap({ checked($0, "/service", ServiceCode.init(_:)) }), let region else {
            return nil
        }
        let service = surroundings.service(code, region)
        if service == nil { faults.add("/service", "service-unknown", "must be a service that the region offers") }
        return service
    }

    private mutating func consent() -> ReadApplication.Consent? {
        guard let value = body["consent"] else {
            faults.add("/consent", "required", "must be given")
            return nil
        }
        guard let members = value.object else {
            faults.add("/consent", "type", "must be an object")
            return nil
        }
        for name in members.keys.sorted() where name != "statementOfTruth" && name != "dataProcessing" {
            faults.add("/consent" + JSONPointer.token(name), "unknown", "is not known here")
        }
        for name in ["statementOfTruth", "dataProcessing"] {
            faults.require(members[name]?.bool == true, "/consent/\(name)", "consent", "must be true")
        }
        return ReadApplication.Consent(statementOfTruth: true, dataProcessing: true)
    }

    private mutating func assistance() {
        guard let value = body["assistedBy"], !value.isNull else { return }
        faults.require(
            isAssisted && value.string == subject, "/assistedBy", "assistance",
            "must be the subject of the officer's own token, or absent")
    }

    private mutating func identityKind() -> IdentityKind? {
        guard let value = body["identityKind"] else { return .nik }
        guard let kind = value.string.flatMap(IdentityKind.init(rawValue:)) else {
            let kinds = IdentityKind.allCases.map(\.rawValue).joined(separator: ", ")
            faults.add("/identityKind", "enum", "must be one of \(kinds)")
            return nil
        }
        faults.require(
            kind != IdentityKind.none || isAssisted, "/identityKind", "assistance",
            "must not be none unless an officer assists")
        return kind
    }

    /// Reads the applicant's fields; telephone and e-mail may stand with the contact instead.
    private mutating func applicant(
        of service: ServiceDefinition, kind: IdentityKind?, contact: inout ContactReader
    ) -> [String: JSONValue] {
        guard let value = body["applicant"] else {
            faults.add("/applicant", "required", "must be given")
            return [:]
        }
        guard var members = value.object else {
            faults.add("/applicant", "type", "must be an object")
            return [:]
        }
        var fromContact: Set<String> = []
        for field in [ApplicantField.phone, .email] where service.applicant.fields.contains(field) {
            guard members[field.rawValue] == nil, let value = contact.member(field.rawValue) else { continue }
            members[field.rawValue] = value
            fromContact.insert("/" + field.rawValue)
        }
        guard let kind else { return members }
        let found = service.applicant.validate(
            .object(members), kind: kind, allowSynthetic: surroundings.allowsSynthetic)
        for fault in found {
            // What is wrong with the contact, the contact's own check says.
            if fromContact.contains(fault.pointer) { continue }
            let isContact = fault.code == "required" && ["/phone", "/email"].contains(fault.pointer)
            faults.add([fault.below(isContact ? "/contact" : "/applicant")])
        }
        return members
    }

    private mutating func form(of service: ServiceDefinition) -> JSONValue? {
        guard let form = body["form"] else {
            faults.add("/form", "required", "must be given")
            return nil
        }
        faults.add(service.form.validate(form).map { $0.below("/form") })
        return form
    }

    private func nationalID(_ applicant: [String: JSONValue], _ kind: IdentityKind) -> NationalID? {
        guard kind == .nik, let digits = applicant["nik"]?.string else { return nil }
        do throws(ContractViolation) {
            return try NationalID(digits, allowSynthetic: surroundings.allowsSynthetic)
        } catch {
            // Its faults are among the applicant's.
            return nil
        }
    }

    private mutating func text(_ name: String) -> String? {
        guard let value = body[name] else {
            faults.add("/" + name, "required", "must be given")
            return nil
        }
        if value.string == nil { faults.add("/" + name, "type", "must be a text") }
        return value.string
    }

    private mutating func checked<Value>(
        _ text: String, _ pointer: String, _ make: (String) throws(ContractViolation) -> Value
    ) -> Value? {
        do throws(ContractViolation) {
            return try make(text)
        } catch {
            faults.add(error.faults.map { $0.below(pointer) })
            return nil
        }
    }
}
