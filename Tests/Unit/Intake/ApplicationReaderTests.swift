import Contracts
import IntakeService
import TestSupport
import Testing

@Suite("Reading an application", .timeLimit(.minutes(1)))
struct ApplicationReaderTests {
    private let service: ServiceDefinition
    private let document = DocumentID.make()

    init() throws {
        service = try ServiceDefinition(SampleService.definition)
    }

    private var right: JSONValue {
        SampleService.application(person: 1, documents: [("str", document.description)])
    }

    private func read(
        _ body: JSONValue, isAssisted: Bool = false, allowsSynthetic: Bool = true
    ) throws(ContractViolation) -> ReadApplication {
        let service = service
        return try ApplicationReader.read(
            body, from: "subject-1", isAssisted: isAssisted,
            surroundings: ApplicationReader.Surroundings(
                isServed: { $0.digits == "3574" }, service: { code, _ in code == service.code ? service : nil },
                allowsSynthetic: allowsSynthetic))
    }

    /// The faults of a body, as pointer and code.
    private func faults(_ body: JSONValue, isAssisted: Bool = false) -> Set<String> {
        do throws(ContractViolation) {
            _ = try read(body, isAssisted: isAssisted)
            return []
        } catch {
            return Set(error.faults.map { "\($0.pointer) \($0.code)" })
        }
    }

    private func changed(_ changes: [String: JSONValue?]) -> JSONValue {
        var members = right.object ?? [:]
        for (name, value) in changes { members[name] = value }
        return .object(members)
    }

    @Test func `a right application is read whole`() throws {
        let application = try read(right)
        #expect(application.region.digits == "3574")
        #expect(application.service.code.value == SampleService.code)
        #expect(application.identityKind == .nik)
        #expect(application.nationalID?.digits == SampleService.nik(1))
        #expect(application.documents.map(\.id) == [document])
        #expect(application.contact.email == "pemohon@example.invalid")
        #expect(application.contact.name == "Contoh Pemohon")
        #expect(application.contact.channels == [.email])
    }

    @Test func `what is sealed is what verification and notification read`() throws {
        let application = try read(right)
        let part = try ApplicationPart(plaintext: try application.sealedApplication.json())
        #expect(part.identityKind == .nik)
        #expect(part.applicant(.name) == "Contoh Pemohon")
        // The address is the service's own field too, so it is with the applicant although it came with the contact.
        #expect(part.applicant(.email) == "pemohon@example.invalid")
        #expect(part.form["licence"] == "CONTOH-1")
        let contact = try ContactPart(plaintext: try ContractCoding.json(application.contact))
        #expect(contact.name == "Contoh Pemohon")
        #expect(contact.email == "pemohon@example.invalid")
    }

    @Test func `every fault is named at once, each where it stands`() {
        let body: JSONValue = [
            "region": "35.74", "service": .string(SampleService.code), "surprise": 1,
            "applicant": ["nik": "123", "birthDate": "1960-02-30", "shoeSize": "44"],
            "form": ["kind": "sideways", "licence": "x", "extra": 1],
            "documents": [
                ["kind": "str", "id": "no-uuid"], ["kind": "unheard-of", "id": .string(document.description)],
            ],
            "contact": ["email": "nowhere", "phone": "123", "language": "nl", "channels": ["smoke"]],
            "consent": ["statementOfTruth": false],
        ]
        #expect(
            faults(body) == [
                "/surprise unknown", "/applicant/name required", "/applicant/nik nik-digits",
                "/applicant/birthDate format", "/applicant/shoeSize unknown", "/form/kind enum",
                "/form/licence min-length",
                "/form/extra unknown", "/documents/0/id identifier", "/documents/1/kind unknown",
                "/contact/email format", "/contact/phone phone",
                "/contact/language enum", "/contact/channels/0 enum", "/consent/statementOfTruth consent",
                "/consent/dataProcessing consent",
            ])
    }

    private static let wrong: [(String, JSONValue, String)] = [
        ("region", "35.79", "/region region-unknown"), ("region", "nowhere", "/region region"),
        ("service", "other", "/service service-unknown"), ("service", "NO CODE", "/service code"),
        ("applicant", "text", "/applicant type"), ("form", [], "/form type"), ("documents", "text", "/documents type"),
        ("consent", true, "/consent type"), ("contact", 1, "/contact type"),
        ("assistedBy", "subject-1", "/assistedBy assistance"), ("identityKind", "none", "/identityKind assistance"),
        ("identityKind", "badge", "/identityKind enum"),
    ]

    @Test(arguments: wrong)
    func `a wrong member is named`(name: String, value: JSONValue, fault: String) {
        #expect(faults(changed([name: value])).contains(fault))
    }

    @Test(arguments: ["region", "service", "applicant", "form", "consent"])
    func `a missing member is named`(name: String) {
        #expect(faults(changed([name: nil])).contains("/\(name) required"))
    }

    @Test func `a body that is no object has one fault`() {
        #expect(faults([1]) == [" type"])
    }

    @Test func `numbers that are never given out are taken in test mode only`() {
        #expect(throws: ContractViolation.self) { try read(right, allowsSynthetic: false) }
        #expect(throws: Never.self) { _ = try read(right, allowsSynthetic: true) }
    }

    @Test func `a document is asked for only where the form says so`() {
        let renewal = changed(["form": ["kind": "renewal", "licence": "CONTOH-1"]])
        #expect(faults(renewal) == ["/documents document-required"])
        let extra = changed([
            "documents": [
                ["kind": "str", "id": .string(document.description)],
                ["kind": "old-permit", "id": .string(DocumentID.make().description)],
            ]
        ])
        #expect(faults(extra) == ["/documents/1/kind unknown"])
    }

    @Test func `a document or a kind given twice is a fault`() {
        let twice = changed([
            "documents": [
                ["kind": "str", "id": .string(document.description)],
                ["kind": "str", "id": .string(document.description)],
            ]
        ])
        #expect(faults(twice) == ["/documents/1/kind unique", "/documents/1/id unique"])
    }

    @Test func `somebody must be reachable, unless an officer files for somebody without identity`() {
        #expect(faults(changed(["contact": nil])) == ["/contact required"])
        let nobody = changed([
            "contact": nil, "identityKind": "none",
            "applicant": ["name": "Tanpa Identitas", "birthDate": "1960-01-01"],
        ])
        #expect(faults(nobody, isAssisted: true) == [])
        #expect(faults(nobody) == ["/identityKind assistance", "/contact required"])
    }

    @Test func `a channel needs its address`() {
        let body = changed(["contact": ["email": "pemohon@example.invalid", "channels": ["sms", "email"]]])
        #expect(faults(body) == ["/contact/channels/0 channel"])
    }

    @Test func `the officer who assists is the token's own`() throws {
        #expect(faults(changed(["assistedBy": "subject-1"]), isAssisted: true) == [])
        #expect(faults(changed(["assistedBy": "subject-2"]), isAssisted: true) == ["/assistedBy assistance"])
    }
}
