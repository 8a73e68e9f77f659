import Contracts
import Testing

@testable import OperatorCommands

@Suite("Applications of a run", .timeLimit(.minutes(1)))
struct ApplicationTemplateTests {
    private static let published = #"""
        {"code": "sip", "applicant": {"identityKinds": ["nik"], "required": ["name", "birthDate", "sex", "email"]},
         "form": {"type": "object", "required": ["kind", "strNumber", "order", "truth", "since"],
            "properties": {"kind": {"type": "string", "enum": ["new", "renewal"]},
                "strNumber": {"type": "string", "minLength": 5, "maxLength": 50},
                "order": {"type": "integer", "minimum": 1, "maximum": 3}, "truth": {"type": "boolean", "const": true},
                "since": {"type": "string", "format": "date"}, "hours": {"type": "string", "maxLength": 3}}},
         "documents": [
            {"kind": "str", "required": true, "mediaTypes": ["application/pdf"], "maxBytes": 1000000},
            {"kind": "photo", "required": true, "mediaTypes": ["image/jpeg"], "maxBytes": 20000},
            {"kind": "old", "required": true, "mediaTypes": ["application/pdf"], "maxBytes": 9,
             "when": {"field": "kind", "in": ["renewal"]}},
            {"kind": "extra", "required": false, "mediaTypes": ["application/pdf"], "maxBytes": 9}]}
        """#

    private func template() throws -> ApplicationTemplate {
        try ApplicationTemplate(JSONValue(json: Array(Self.published.utf8)))
    }

    private func applicant() throws -> SyntheticApplicant {
        SyntheticApplicant(number: 42, region: try RegionCode("3574"), seed: 9)
    }

    @Test func `the form is filled so that its own schema takes it`() throws {
        let template = try template()
        let body = template.body(try applicant(), outcome: .issued, uploads: ["a", "b"])
        let schema = try FormSchema(try #require(JSONValue(json: Array(Self.published.utf8))["form"]))
        #expect(schema.validate(try #require(body["form"])).isEmpty)
        #expect(body["form"]?.object?.count == 5)
        #expect(body["region"]?.string == "3574")
        #expect(body["applicant"]?["nik"]?.string?.hasSuffix("0000") == true)
        #expect(body["documents"]?.array?.map { $0["kind"]?.string } == ["str", "photo"])
    }

    @Test func `the certificate's number tells the sample agencies what to answer`() throws {
        let template = try template()
        let numbers = try WantedOutcome.allCases.map {
            template.body(try applicant(), outcome: $0, uploads: [])["form"]?["strNumber"]?.string
        }
        #expect(numbers == ["STR-CONTOH-42", "STR-PERBAIKAN-42", "STR-TOLAK-42"])
        #expect(template.good("/form/strNumber", of: try applicant())?.string == "STR-CONTOH-42")
        #expect(template.good("/documents/str", of: try applicant()) == nil)
    }

    @Test func `a form that cannot be filled in is refused, naming the field`() throws {
        let text = Self.published.replacing(#""format": "date""#, with: #""pattern": "^[0-9]+$""#)
        let value = try JSONValue(json: Array(text.utf8))
        let fault = #expect(throws: LoadFault.self) { try ApplicationTemplate(value) }
        #expect(fault?.description.contains("since") == true)
        let foreign = try JSONValue(json: Array(Self.published.replacing("[\"nik\"]", with: "[\"passport\"]").utf8))
        #expect(throws: LoadFault.self) { try ApplicationTemplate(foreign) }
    }

    @Test func `what is malformed is no whole application`() throws {
        let template = try template()
        for dice in 0..<4 as Range<UInt64> {
            let bytes = try template.malformed(try applicant(), dice: dice)
            guard dice > 0 else {
                #expect(throws: ContractViolation.self) { try JSONValue(json: bytes) }
                continue
            }
            #expect(try JSONValue(json: bytes) != template.body(try applicant(), outcome: .issued, uploads: []))
        }
    }

    @Test func `documents have their type's beginning and the size that is wanted`() {
        for (type, prefix) in [
            ("application/pdf", Array("%PDF-".utf8)), ("image/jpeg", [0xFF, 0xD8, 0xFF]), ("image/png", [0x89, 0x50]),
        ] {
            let content = DocumentSample.content(mediaType: type, size: 50_000, dice: 1)
            #expect(content.starts(with: prefix))
            #expect(content.count == 50_000)
            #expect(content != DocumentSample.content(mediaType: type, size: 50_000, dice: 2))
        }
    }
}
