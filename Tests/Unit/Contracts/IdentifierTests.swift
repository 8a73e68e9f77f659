import Contracts
import Foundation
import Testing

@Suite("Identifiers", .timeLimit(.minutes(1)))
struct IdentifierTests {
    @Test func `a made identifier is a version 7 UUID in lower case that orders by time`() throws {
        let early = SubmissionID(UUIDText.version7(at: Timestamp(microseconds: 1_773_721_800_250_001)))
        let late = SubmissionID(UUIDText.version7(at: Timestamp(microseconds: 1_773_721_800_250_002)))
        #expect(early < late)
        #expect(early.description < late.description)
        let text = SubmissionID.make().description
        #expect(text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(try SubmissionID(parsing: text.uppercased()).description == text)
        #expect(Set((0..<1000).map { _ in CheckID.make() }).count == 1000)
    }

    @Test func `a version 7 UUID holds its milliseconds`() {
        let bytes = UUIDText.bytes(UUIDText.version7(at: Timestamp(microseconds: 0x0123_4567_89AB * 1000 + 999)))
        #expect(bytes[..<6] == [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB])
        #expect((UInt16(bytes[6]) << 8 | UInt16(bytes[7])) & 0x0FFC == UInt16(999 << 2))
    }

    @Test func `a document's identifier tells no time`() {
        #expect(DocumentID.make().description.dropFirst(14).first == "4")
    }

    @Test(arguments: ["", "A", "a_b", "a.b", "ä", "a b", String(repeating: "a", count: 41)])
    func `a code of other characters is refused`(text: String) {
        #expect(throws: ContractViolation.self) { try CheckCode(text) }
        #expect(throws: ContractViolation.self) { try AgencyCode(text) }
    }

    @Test func `no agency bears a name of the suite`() throws {
        #expect(try AgencyCode("dinkes-3574").value == "dinkes-3574")
        #expect(try CheckCode("intake").value == "intake")
        for service in ServiceName.allCases {
            #expect(
                throws: ContractViolation(code: "reserved", message: "must not be a name that the suite itself uses")
            ) {
                try AgencyCode(service.rawValue)
            }
        }
    }

    @Test func `a region is read with and without its dot`() throws {
        let region = try RegionCode("35.74")
        #expect(region == (try RegionCode("3574")))
        #expect(region.digits == "3574")
        #expect(region.dotted == "35.74")
        #expect(region.province == "35")
        #expect(try ContractCoding.json([region]) == Array(#"["3574"]"#.utf8))
    }

    @Test(arguments: [
        "", "35", "357", "3.574", "35.7", "35.74.01", "0135", "1035", "3500", "357a", "35-74", " 3574", "３５７４",
    ])
    func `what is no regency or city is no region`(text: String) {
        #expect(throws: ContractViolation.self) { try RegionCode(text) }
    }

    @Test(arguments: ["/mpp/3574/intake", "/mpp/3574/agency/dukcapil"])
    func `a source reads what it prints`(text: String) throws {
        #expect(try MessageSource(parsing: text).description == text)
    }

    @Test(arguments: [
        "", "/mpp/3574", "/mpp/3574/mail", "/mpp/35.74/intake", "mpp/3574/intake", "/mpp/3574/agency/intake",
        "/mpp/3574/intake/", "/mpp/3574/agency/", "/mpp/3574/agency/a/b",
    ]) func `what is no source is refused`(text: String) {
        #expect(throws: ContractViolation.self) { try MessageSource(parsing: text) }
    }

    @Test func `a message may be named by anything visible`() throws {
        #expect(try MessageID("OSS/2026#1").value == "OSS/2026#1")
        for text in ["", "a b", "\u{7F}", "é", String(repeating: "x", count: 129)] {
            #expect(throws: ContractViolation.self) { try MessageID(text) }
        }
    }

    @Test(arguments: ["081234567890", "6281234567890", "+62 812-3456-7890", "(0812) 3456 7890"])
    func `a telephone number is kept in one form and prints masked`(text: String) throws {
        let phone = try PhoneNumber(text)
        #expect(phone.e164 == "+6281234567890")
        #expect("\(phone) \(String(reflecting: phone))" == "+6281*******90 +6281*******90")
    }

    @Test(arguments: ["", "0335421234", "+4481234567890", "08123", "081234567890123", "08x234567890", "62+81234567890"])
    func `what is no mobile number is refused`(text: String) {
        #expect(throws: ContractViolation.self) { try PhoneNumber(text) }
    }
}
