import Contracts

/// How applications for one service are filled in, made of what the service publishes.
struct ApplicationTemplate: Sendable {
    /// A document that an application has to have.
    struct Document: Sendable, Equatable {
        /// The kind.
        let kind: String
        /// The type that it is sent as.
        let mediaType: String
        /// The greatest size.
        ///
        /// - Units: bytes.
        let maximumBytes: Int
    }

    /// The field of the form by which the sample agencies are told how to answer.
    static let certificate = "strNumber"

    /// The service.
    let service: String
    /// The documents.
    let documents: [Document]
    private let applicantFields: [String]
    private let form: [String: JSONValue]

    /// Reads what `GET /v1/services/{code}` tells.
    /// - Throws: `LoadFault` for a service that cannot be applied for here, saying why.
    init(_ published: JSONValue) throws(LoadFault) {
        guard let code = published["code"]?.string, let schema = published["form"] else {
            throw LoadFault("a service of the target has no code or no form")
        }
        let kinds = (published["applicant"]?["identityKinds"]?.array ?? []).compactMap(\.string)
        guard kinds.contains("nik") else { throw LoadFault("the service \(code) is not for residents with a NIK") }
        service = code
        applicantFields = (published["applicant"]?["required"]?.array ?? []).compactMap(\.string)
        guard let form = try FormSample.value(schema, at: "").object else {
            throw LoadFault("the form of the service \(code) is no object")
        }
        self.form = form
        documents = (published["documents"]?.array ?? []).filter { Self.isRequired($0, for: form) }.map { document in
            let types = (document["mediaTypes"]?.array ?? []).compactMap(\.string)
            return Document(
                kind: document["kind"]?.string ?? "", mediaType: types.first ?? "application/pdf",
                maximumBytes: Int(document["maxBytes"]?.integer ?? 1_000_000))
        }
    }

    private static func isRequired(_ document: JSONValue, for form: [String: JSONValue]) -> Bool {
        guard document["required"]?.bool == true else { return false }
        guard let condition = document["when"] else { return true }
        guard let field = condition["field"]?.string, let value = form[field] else { return false }
        return (condition["in"]?.array ?? []).contains(value)
    }

    /// Whether the sample agencies can be told how to answer.
    var steersOutcomes: Bool { form[Self.certificate] != nil }

    /// The value of a field that no agency finds fault with.
    func good(_ pointer: String, of applicant: SyntheticApplicant) -> JSONValue? {
        let parts = pointer.split(separator: "/").map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "form" where parts[1] == Self.certificate: return certificate(.issued, applicant)
        case "form": return form[parts[1]]
        case "applicant": return applicant.fields(applicantFields)[parts[1]]
        default: return nil
        }
    }

    private func certificate(_ outcome: WantedOutcome, _ applicant: SyntheticApplicant) -> JSONValue {
        .string("\(outcome.certificatePrefix)-\(applicant.number)")
    }

    /// The body of an application; the uploaded documents' ids stand in the order of ``documents``.
    func body(_ applicant: SyntheticApplicant, outcome: WantedOutcome, uploads: [String]) -> JSONValue {
        var form = form
        if steersOutcomes { form[Self.certificate] = certificate(outcome, applicant) }
        return .object([
            "region": .string(applicant.region.digits), "service": .string(service),
            "applicant": .object(applicant.fields(applicantFields)), "form": .object(form),
            "documents": .array(
                zip(documents, uploads).map { .object(["kind": .string($0.kind), "id": .string($1)]) }),
            "contact": .object([
                "email": .string(applicant.email), "language": "id", "channels": .array(["email"]),
            ]),
            "consent": .object(["statementOfTruth": .bool(true), "dataProcessing": .bool(true)]),
        ])
    }

    /// Something that is no application, in one of the ways that portals meet.
    func malformed(_ applicant: SyntheticApplicant, dice: UInt64) throws(ContractViolation) -> [UInt8] {
        let whole = body(applicant, outcome: .issued, uploads: [])
        switch dice % 4 {
        case 0: return Array(try whole.json().dropLast(7))
        case 1:
            var members = whole.object ?? [:]
            members["consent"] = nil
            return try JSONValue.object(members).json()
        case 2:
            var members = whole.object ?? [:]
            members["applicant"] = .object(["nik": "12", "name": ""])
            return try JSONValue.object(members).json()
        default:
            var members = whole.object ?? [:]
            members["documents"] = "none"
            return try JSONValue.object(members).json()
        }
    }
}
