import Contracts
import Testing

@Suite("ContractCoding", .timeLimit(.minutes(1)))
struct ContractCodingTests {
    private func fault(_ json: String) -> Fault? {
        do {
            _ = try ContractCoding.decode(CheckAccepted.self, from: Array(json.utf8))
            return nil
        } catch {
            return error.faults.first
        }
    }

    private func accepted(_ change: (inout [String: JSONValue]) -> Void = { _ in }) throws -> String {
        var members: [String: JSONValue] = [
            "checkId": "0195a1b2-0000-7000-8000-0000000000ab", "submissionId": "0195a1b2-0000-7000-8000-0000000000aa",
            "agency": "dukcapil", "check": "identity", "attempt": 1, "acceptedAt": "2026-03-17T04:30:00Z",
        ]
        change(&members)
        return String(decoding: try JSONValue.object(members).json(), as: UTF8.self)
    }

    @Test func `unknown members are ignored`() throws {
        let text = try accepted { $0["laterAddition"] = ["deep": [1, 2]] }
        let body = try ContractCoding.decode(CheckAccepted.self, from: Array(text.utf8))
        #expect(body.agency.value == "dukcapil")
        #expect(String(decoding: try ContractCoding.encode(body), as: UTF8.self) == (try accepted()))
    }

    @Test func `members are sorted and slashes not escaped`() throws {
        var body = try ContractCoding.decode(CheckAccepted.self, from: Array(try accepted().utf8))
        body.agencyReference = "A/1 é \u{1}"
        let text = String(decoding: try ContractCoding.encode(body), as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"{"acceptedAt":"2026-03-17T04:30:00Z","agency":"dukcapil","agencyReference":"A/1 é \u0001""#))
    }

    @Test(arguments: [
        ("checkId", JSONValue?.none, "required"), ("checkId", .some(.null), "required"),
        ("checkId", .some("7"), "identifier"), ("agency", .some("Dukcapil"), "code"), ("agency", .some(7), "type"),
        ("attempt", .some("1"), "type"), ("attempt", .some(0), "range"),
        ("acceptedAt", .some("yesterday"), "time"),
    ]) func `a fault names its place and never the value`(name: String, value: JSONValue?, code: String) throws {
        let fault = try #require(fault(try accepted { $0[name] = value }))
        #expect(fault.pointer == "/" + name)
        #expect(fault.code == code)
        #expect(!fault.message.contains("yesterday") && !fault.message.contains("Dukcapil"))
    }

    @Test func `a number that is not whole is told from what is no JSON`() throws {
        #expect(fault(try accepted { $0["attempt"] = 1.5 })?.code == "value")
        #expect(fault("{\"attempt\": 1]")?.code == "json")
    }

    @Test(arguments: ["", "[]", "{", "nul", "\u{FEFF}", "{\"a\":}"])
    func `what is no JSON object is refused`(text: String) {
        #expect(fault(text) != nil)
    }

    @Test func `a body above 120 KiB is refused both ways`() throws {
        var body = try Samples.closed()
        body.contact.ciphertext = String(repeating: "AAAA", count: 16 * 1024)
        body.application.ciphertext = String(repeating: "AAAA", count: 16 * 1024)
        #expect(throws: ContractViolation(code: "body-size", message: "must have at most 122880 bytes")) {
            try ContractCoding.encode(body)
        }
        let padding = String(repeating: " ", count: WireNames.maximumBodyBytes)
        #expect(fault(try accepted() + padding)?.code == "body-size")
    }

    @Test func `a wrong word of an enumeration is a fault at its place`() throws {
        let body = CheckCompleted(answering: try Samples.requested(), with: .match)
        let text = String(decoding: try ContractCoding.encode(body), as: UTF8.self).replacing(
            "\"match\"", with: "\"maybe\"")
        do {
            _ = try ContractCoding.decode(CheckCompleted.self, from: Array(text.utf8))
            Issue.record("was taken")
        } catch {
            #expect(
                error.faults == [
                    Fault(
                        pointer: "/result", code: "value", message: "must be one of the values that the contract names")
                ])
        }
    }
}
