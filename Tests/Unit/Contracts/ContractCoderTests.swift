import Foundation
import TestSupport
import Testing

@testable import Contracts

/// Our coder against Foundation's, which is the reference for what Codable types mean.
@Suite(.timeLimit(.minutes(1)))
struct ContractCoderTests {
    private struct Nested: Codable, Equatable {
        var name: String
        var values: [Int64?]
        var inner: [String: [Double]]
    }

    private struct Whole: Codable, Equatable {
        var zebra: String
        var apple: Nested?
        var list: [Nested]
        var small: Int8
        var big: UInt64
        var truth: Bool
        var number: Double
        var kind: Kind
        var id: UUID
        var any: JSONValue
    }

    private enum Kind: String, Codable { case one, two }

    private static let reference: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private static func text(_ generator: inout SeededGenerator) -> String {
        let alphabet: [Character] = [
            "a", "Z", "0", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1}", "\u{1F}", "é", "漢", "😀", " ",
            "\u{2028}",
        ]
        return String(
            (0..<Int.random(in: 0...12, using: &generator)).map { _ in alphabet.randomElement(using: &generator) ?? "a"
            })
    }

    private static func nested(_ generator: inout SeededGenerator) -> Nested {
        Nested(
            name: text(&generator),
            values: (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                Bool.random(using: &generator) ? nil : Int64.random(in: .min ... .max, using: &generator)
            },
            inner: [text(&generator): [0, -1.5, 1e-7, 1e20, Double.random(in: -1000...1000, using: &generator)]])
    }

    private static func value(_ depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &generator) {
        case 0: return .null
        case 1: return .bool(.random(using: &generator))
        case 2: return .integer(.random(in: .min ... .max, using: &generator))
        case 3: return .number(Double.random(in: -1...1, using: &generator))
        case 4: return .string(text(&generator))
        case 5:
            let count = Int.random(in: 0...4, using: &generator)
            return .array((0..<count).map { _ in value(depth - 1, &generator) })
        default:
            let count = Int.random(in: 0...40, using: &generator)
            var members: [String: JSONValue] = [:]
            for _ in 0..<count { members[text(&generator)] = value(depth - 1, &generator) }
            return .object(members)
        }
    }

    private static func whole(_ generator: inout SeededGenerator) -> Whole {
        Whole(
            zebra: text(&generator), apple: Bool.random(using: &generator) ? nested(&generator) : nil,
            list: (0..<Int.random(in: 0...3, using: &generator)).map { _ in nested(&generator) },
            small: .random(in: .min ... .max, using: &generator), big: .random(in: .min ... .max, using: &generator),
            truth: .random(using: &generator), number: .random(in: -1e9...1e9, using: &generator),
            kind: Bool.random(using: &generator) ? .one : .two, id: UUID(), any: value(3, &generator))
    }

    @Test func `what is written is what Foundation writes`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            let whole = Self.whole(&generator)
            let ours = String(decoding: try ContractCoding.json(whole), as: UTF8.self)
            #expect(ours == String(decoding: try Self.reference.encode(whole), as: UTF8.self))
        }
    }

    @Test func `what is read is what Foundation reads`() throws {
        var generator = SeededGenerator(seed: 11)
        let pretty = JSONEncoder()
        pretty.outputFormatting = [.prettyPrinted]
        for _ in 0..<300 {
            let whole = Self.whole(&generator)
            #expect(try ContractCoding.value(Whole.self, json: Array(pretty.encode(whole))) == whole)
            #expect(try ContractCoding.value(Whole.self, json: ContractCoding.json(whole)) == whole)
        }
    }

    @Test func `escapes of every kind are resolved, in names too`() throws {
        let json = #"{"n\u0061me":"\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\","values":[null,1],"inner":{"\u0000":[1e2]}}"#
        let nested = try ContractCoding.value(Nested.self, json: Array(json.utf8))
        #expect(
            nested
                == Nested(name: "é😀/\u{8}\u{C}\n\r\t\"\\", values: [nil, 1], inner: ["\u{0}": [100]]))
    }

    @Test(arguments: [
        (#"{"name":"a","values":[]}"#, "/inner", "required"),
        (#"{"name":null,"values":[],"inner":{}}"#, "/name", "required"),
        (#"{"name":1,"values":[],"inner":{}}"#, "/name", "type"),
        (#"{"name":"a","values":[1,"2"],"inner":{}}"#, "/values/1", "type"),
        (#"{"name":"a","values":[99999999999999999999],"inner":{}}"#, "/values/0", "value"),
        (#"{"name":"a","values":[1.5],"inner":{}}"#, "/values/0", "value"),
        (#"{"name":"a","values":[],"inner":{"x/y":[true]}}"#, "/inner/x~1y/0", "type"),
        (#"{"name":"a","name":"b","values":[],"inner":{}}"#, "/name", "duplicate"),
        (#"{"name":"a","values":[],"inner":{}"#, "", "json"),
        (#"[]"#, "", "type"),
        (#"{"name":"\ud800","values":[],"inner":{}}"#, "", "json"),
    ])
    func `faults name their place`(json: String, pointer: String, code: String) throws {
        let violation = try #require(throws: ContractViolation.self) {
            try ContractCoding.value(Nested.self, json: Array(json.utf8))
        }
        #expect(violation.faults.map(\.pointer) == [pointer])
        #expect(violation.faults.map(\.code) == [code])
    }

    @Test func `what is no UTF-8 is refused, and numbers written with an exponent count as whole`() throws {
        #expect(throws: ContractViolation.self) {
            try ContractCoding.value([String].self, json: [0x5B, 0x22, 0xC3, 0x22, 0x5D])
        }
        #expect(try ContractCoding.value([Int].self, json: Array("[1e2, 3.0, -0]".utf8)) == [100, 3, 0])
    }

    @Test func `members are cut out of an object, the rest stays as it stands`() throws {
        let json = #"{ "b" : {"x": [1, 2]}, "cut":"\"}", "\u0063ut2": 1.50, "a":"é" , "n":null}"#
        let rest = try ContractCoding.json(Array(json.utf8), without: ["cut", "cut2"])
        #expect(String(decoding: rest, as: UTF8.self) == #"{"b" : {"x": [1, 2]},"a":"é","n":null}"#)
        #expect(throws: ContractViolation.self) { try ContractCoding.json(Array("[1]".utf8), without: []) }
    }

    @Test func `what JSON cannot hold is refused`() {
        #expect(throws: ContractViolation.self) { try ContractCoding.json([Double.nan]) }
        #expect(throws: ContractViolation.self) { try JSONValue.number(.infinity).json() }
    }
}
