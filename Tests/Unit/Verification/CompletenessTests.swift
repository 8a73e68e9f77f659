import Contracts
import Testing
import VerificationService

@Suite(.timeLimit(.minutes(1)))
struct CompletenessTests {
    private func application(
        form: [String: JSONValue] = [:], applicant: [String: JSONValue] = [:]
    ) -> ApplicationPart {
        var filled: [String: JSONValue] = [
            "applicationType": "new", "profession": "dokter", "strNumber": "STR-CONTOH-1",
            "practiceName": "Klinik Contoh", "practiceAddress": "Jalan Contoh 1", "practiceKind": "clinic",
            "practiceOrder": 1, "statementOfTruth": true,
        ]
        filled.merge(form) { $1 }
        var given: [String: JSONValue] = [
            "nik": "3574015206800000", "name": "Contoh Pemohon", "birthPlace": "Probolinggo",
            "birthDate": "1980-06-12", "sex": "female", "address": "Jalan Contoh 2",
            "email": "pemohon@example.invalid",
        ]
        given.merge(applicant) { $1 }
        return ApplicationPart(identityKind: .nik, applicant: given, form: filled)
    }

    private func documents(
        _ kinds: [String] = ["str", "ijazah", "practice-place-letter", "ktp"], photo: String? = "image/jpeg",
        sizeBytes: Int64 = 1000
    ) throws -> [DocumentReference] {
        let all = kinds.map { ($0, "application/pdf") } + (photo.map { [("photo", $0)] } ?? [])
        return try all.map { kind, type in
            DocumentReference(
                id: .make(), kind: try DocumentKind(kind), mediaType: type, sizeBytes: sizeBytes,
                sha256: String(repeating: "0", count: 64))
        }
    }

    private func assess(
        _ application: ApplicationPart, _ documents: [DocumentReference], regions: Set<String> = ["3574"],
        allowsSynthetic: Bool = true
    ) throws -> Assessment {
        Completeness(try Shipped.service(), allowsSynthetic: allowsSynthetic).assess(
            application, documents: documents, regions: regions, today: try CivilDate(parsing: "2026-07-06"))
    }

    private func faults(_ assessment: Assessment) -> [String] {
        assessment.defects.map { "\($0.item) \($0.reason.value)" }
    }

    @Test
    func `a complete application has no defect and no doubt`() throws {
        let found = try assess(application(), try documents())
        #expect(found == Assessment(defects: []))
    }

    @Test
    func `every defect is found at once, each with words in both languages`() throws {
        let found = try assess(
            application(form: ["profession": "dukun", "practiceOrder": 7], applicant: ["birthDate": "kemarin"]),
            try documents(["str", "ktp"], photo: "image/png"))
        #expect(
            faults(found)
                == [
                    "/documents/ijazah document-missing", "/documents/practice-place-letter document-missing",
                    "/documents/photo document-type", "/documents/other-permit document-missing",
                    "/form/practiceOrder field-invalid", "/form/profession field-invalid",
                    "/applicant/birthDate field-invalid",
                ].filter { !$0.contains("other-permit") })
        #expect(found.defects.allSatisfy { !$0.text.id.isEmpty && !$0.text.en.isEmpty && !$0.remedy.id.isEmpty })
    }

    @Test
    func `what is asked for depends on the form`() throws {
        let renewal = try assess(application(form: ["applicationType": "renewal"]), try documents())
        #expect(
            faults(renewal) == [
                "/documents/skp-statement document-missing", "/documents/previous-permit document-missing",
            ])
        let second = try assess(application(form: ["practiceOrder": 2]), try documents())
        #expect(faults(second) == ["/documents/other-permit document-missing"])
    }

    @Test
    func `a document that is too large or of another type is named`() throws {
        let found = try assess(application(), try documents(sizeBytes: 2_000_000))
        #expect(found.defects.count == 5)
        #expect(Set(found.defects.map(\.reason.value)) == ["document-type"])
    }

    @Test
    func `doubts about an identity number warn and refuse nothing`() throws {
        let found = try assess(
            application(applicant: ["sex": "male", "birthDate": "1979-06-12"]), try documents(), regions: ["3513"])
        #expect(found.defects.isEmpty)
        #expect(found.doubts == ["nik-unknown-region", "nik-sex-differs", "nik-birth-date-differs"])
        #expect(try assess(application(), try documents(), regions: []).doubts.isEmpty)
    }

    @Test
    func `a number that is never given out is taken in test mode only`() throws {
        #expect(try assess(application(), try documents()).defects.isEmpty)
        let found = try assess(application(), try documents(), allowsSynthetic: false)
        #expect(faults(found) == ["/applicant/nik field-invalid"])
    }
}
