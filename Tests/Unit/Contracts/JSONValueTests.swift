import Contracts
import Testing

@Suite("JSONValue", .timeLimit(.minutes(1)))
struct JSONValueTests {
    private func parse(_ text: String) throws(ContractViolation) -> JSONValue { try JSONValue(json: Array(text.utf8)) }

    @Test func `whole numbers stay exact both ways`() throws {
        let text =
            #"{"a":9223372036854775807,"b":-9223372036854775808,"c":18014398509481985,"d":0.5,"e":[true,false,null,"x"]}"#
        let strict = try parse(text)
        #expect(strict["a"] == .integer(.max))
        #expect(strict["c"] == .integer(18_014_398_509_481_985))
        #expect(strict["d"] == .number(0.5))
        #expect(try ContractCoding.value(JSONValue.self, json: Array(text.utf8)) == strict)
        #expect(String(decoding: try strict.json(), as: UTF8.self) == text)
    }

    @Test(arguments: [
        (#""\u00e9\ud83d\ude00\n\/\"\\""#, JSONValue.string("é😀\n/\"\\")), ("-0", .integer(0)), ("1e2", .number(100)),
        (" [ ] ", .array([])), ("{ }", .object([:])), ("1.0", .number(1)), ("\t\r\n null ", .null),
    ]) func `every form of JSON is read`(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "--1", "tru", "truex", "\"", "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\t\"", "{1:2}", "{\"a\" 1}", "[1 2]", "1 2", "'a'",
        "NaN", "\u{FEFF}1",
    ]) func `anything else is refused with its place`(text: String) {
        do {
            _ = try parse(text)
            Issue.record("was taken: \(text)")
        } catch {
            #expect(error.faults.first?.code == "json")
            #expect(error.faults.first?.message.contains("at line 1") == true)
        }
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        #expect(throws: ContractViolation.self) { try JSONValue(json: [0x22, 0xC3, 0x28, 0x22]) }
        #expect(throws: ContractViolation.self) { try JSONValue(json: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test(arguments: [
        (#"{"a":{"b":1,"b":2}}"#, "/a/b", "duplicate"), (#"{"a":[9223372036854775808]}"#, "/a/0", "number-range"),
        (#"[1e999]"#, "/0", "number-range"),
    ]) func `what JSON allows and nobody means is refused`(text: String, pointer: String, code: String) {
        do {
            _ = try parse(text)
            Issue.record("was taken")
        } catch {
            #expect(error.faults.map(\.pointer) == [pointer])
            #expect(error.faults.map(\.code) == [code])
        }
    }

    @Test func `depth is bounded`() throws {
        _ = try parse(String(repeating: "[", count: 63) + "1" + String(repeating: "]", count: 63))
        do {
            _ = try parse(String(repeating: "[", count: 100_000))
            Issue.record("was taken")
        } catch {
            #expect(error.faults.first?.code == "depth")
        }
    }

    @Test func `a pointer finds what it names`() {
        let value: JSONValue = ["a/b": ["~": [10, 20]], "": 1]
        #expect(value.value(at: "/a~1b/~0/1") == 20)
        #expect(value.value(at: "/") == 1)
        #expect(value.value(at: "") == value)
        for pointer in ["a", "/a", "/a~1b/~0/2", "/a~1b/~0/01", "/a~1b/~0/-", "/a~2b", "/a~1b/~0/0/x"] {
            #expect(value.value(at: pointer) == nil)
        }
        #expect(JSONPointer.token("a/b~c") == "/a~1b~0c")
        #expect(JSONPointer.tokens("/a~1b~0c/x") == ["a/b~c", "x"])
    }
}
