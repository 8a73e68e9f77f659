import Contracts
import IntakeService
import TestSupport
import Testing

@Suite("Reading a correction", .timeLimit(.minutes(1)))
struct CorrectionReaderTests {
    private let document = DocumentID.make()

    private func standing(asked: [String]) throws -> CorrectionReader.Standing {
        let text = LocalizedText(id: "Perbaiki.", en: "Mend it.")
        let defects = try asked.map { Defect(item: $0, reason: try ReasonCode("unreadable"), text: text, remedy: text) }
        let at = try #require(Timestamp(rfc3339: "2026-03-17T04:30:00Z"))
        let requested = CorrectionRequested(
            submissionID: .make(), number: .make(region: try RegionCode("3574")), state: .correctionRequested,
            deadline: DeadlineStatus(status: .paused, pauseReason: .applicant), transitions: [], round: 2,
            defects: defects, answerBy: at)
        return CorrectionReader.Standing(
            service: try ServiceDefinition(SampleService.definition), identityKind: .nik,
            applicant: [
                "nik": .string(SampleService.nik(1)), "name": "Contoh", "birthDate": "1960-01-01",
                "email": "a@example.invalid",
            ],
            form: ["kind": "new", "licence": "CONTOH-1", "note": "lama"],
            documents: [try DocumentKind("str")], correction: OpenCorrection(requested, event: .make()),
            allowsSynthetic: true)
    }

    private func faults(_ body: JSONValue, asked: [String]) throws -> Set<String> {
        let standing = try standing(asked: asked)
        do throws(ContractViolation) {
            _ = try CorrectionReader.read(body, of: standing)
            return []
        } catch {
            return Set(error.faults.map { "\($0.pointer) \($0.code)" })
        }
    }

    @Test func `what was asked for is merged into the application`() throws {
        let read = try CorrectionReader.read(
            [
                "round": 2, "form": ["licence": "CONTOH-2", "note": nil], "applicant": ["name": "Contoh Baru"],
                "documents": [["kind": "str", "id": .string(document.description)]],
            ], of: try standing(asked: ["/form/licence", "/form/note", "/applicant/name", "/documents/str"]))
        #expect(read.form == ["kind": "new", "licence": "CONTOH-2"])
        #expect(read.applicant?["name"] == "Contoh Baru")
        #expect(read.applicant?["nik"] == .string(SampleService.nik(1)))
        #expect(read.documents.map(\.id) == [document])
        #expect(Set(read.items) == ["/form/licence", "/form/note", "/applicant/name", "/documents/str"])
        #expect(read.contact == nil)
        #expect(read.nationalID?.digits == SampleService.nik(1))
    }

    @Test func `everything asked for must be given, and nothing else`() throws {
        #expect(
            try faults(["form": ["licence": "CONTOH-2", "kind": "new"]], asked: ["/form/licence", "/documents/str"])
                == [
                    "/form/kind not-asked", "/documents/str required",
                ])
    }

    @Test func `the same value again counts as given`() throws {
        #expect(try faults(["form": ["licence": "CONTOH-1"]], asked: ["/form/licence"]) == [])
    }

    @Test func `a whole part that is asked for covers its members`() throws {
        #expect(try faults(["form": ["licence": "CONTOH-2", "note": "baru"]], asked: ["/form"]) == [])
    }

    @Test func `the contact may always be changed`() throws {
        let body: JSONValue = ["form": ["licence": "CONTOH-2"], "contact": ["phone": "0812 3456 7890"]]
        #expect(try faults(body, asked: ["/form/licence"]) == [])
        let read = try CorrectionReader.read(body, of: try standing(asked: ["/form/licence"]))
        #expect(read.contact?.phone == "+6281234567890")
    }

    @Test func `what is mended is checked like the application`() throws {
        #expect(
            try faults(["form": ["licence": "x"], "round": 1, "surprise": 1], asked: ["/form/licence"]) == [
                "/form/licence min-length", "/round round", "/surprise unknown",
            ])
        #expect(
            try faults(["form": []], asked: ["/form/licence"]) == ["/form type", "/form/licence required", " required"])
        #expect(try faults([:], asked: ["/form/licence"]) == ["/form/licence required", " required"])
    }

    @Test func `removing what must be there is a fault`() throws {
        #expect(try faults(["form": ["licence": nil]], asked: ["/form/licence"]) == ["/form/licence required"])
    }
}
