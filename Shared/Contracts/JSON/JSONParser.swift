/// Reads JSON strictly, for files and requests: no member twice, no inexact whole number, bounded depth.
///
/// - Source: RFC 8259.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private static let maximumDepth = 64

    /// Reads one whole document.
    ///
    /// - Throws: `ContractViolation`: `json` with the line and column, `duplicate`, `number-range` or `depth`.
    static func parse(_ bytes: [UInt8]) throws(ContractViolation) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        parser.skipBlanks()
        let value = try parser.value(at: "", depth: 0)
        parser.skipBlanks()
        guard parser.index == bytes.count else { throw parser.malformed("nothing more") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func malformed(_ expected: String) -> ContractViolation {
        let before = bytes[..<min(index, bytes.count)]
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0) + 1
        return ContractViolation(
            code: "json", message: "is no JSON: expected \(expected) at line \(line), column \(column)")
    }

    private mutating func skipBlanks() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(ascii: byte) else { return false }
        index += 1
        return true
    }

    private mutating func value(at pointer: String, depth: Int) throws(ContractViolation) -> JSONValue {
        guard depth < JSONParser.maximumDepth else {
            throw ContractViolation(pointer: pointer, code: "depth", message: "must not be nested so deeply")
        }
        guard index < bytes.count else { throw malformed("a value") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return try array(at: pointer, depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number(at: pointer)
        }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(ContractViolation) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw malformed("a value") }
        index += word.utf8.count
        return value
    }

    private mutating func object(at pointer: String, depth: Int) throws(ContractViolation) -> JSONValue {
        index += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw malformed("a member's name") }
            let name = try string()
            let place = pointer + JSONPointer.token(name)
            skipBlanks()
            guard take(":") else { throw malformed("a colon") }
            skipBlanks()
            let member = try value(at: place, depth: depth + 1)
            guard members.updateValue(member, forKey: name) == nil else {
                throw ContractViolation(pointer: place, code: "duplicate", message: "must not be given twice")
            }
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw malformed("a comma or the object's end") }
        }
    }

    private mutating func array(at pointer: String, depth: Int) throws(ContractViolation) -> JSONValue {
        index += 1
        var values: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(values) }
        while true {
            skipBlanks()
            values.append(try value(at: "\(pointer)/\(values.count)", depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(values) }
            guard take(",") else { throw malformed("a comma or the list's end") }
        }
    }

    private mutating func string() throws(ContractViolation) -> String {
        index += 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw malformed("UTF-8") }
                index += 1
                return string
            case UInt8(ascii: "\\"):
                index += 1
                text.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20: throw malformed("no control character")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw malformed("the text's end")
    }

    private mutating func escape() throws(ContractViolation) -> Unicode.Scalar {
        guard index < bytes.count else { throw malformed("an escape") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            if let scalar = Unicode.Scalar(unit) { return scalar }
            guard (0xD800..<0xDC00).contains(unit), take("\\"), take("u") else { throw malformed("a surrogate pair") }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            else { throw malformed("a surrogate pair") }
            return scalar
        default: throw malformed("an escape")
        }
    }

    private mutating func hexadecimal() throws(ContractViolation) -> UInt32 {
        guard index + 4 <= bytes.count, let text = String(validating: bytes[index..<index + 4], as: UTF8.self),
            text.utf8.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit }),
            let unit = UInt32(text, radix: 16)
        else { throw malformed("four hexadecimal digits") }
        index += 4
        return unit
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) { index += 1 }
        return index - start
    }

    private mutating func number(at pointer: String) throws(ContractViolation) -> JSONValue {
        let start = index
        var isWhole = true
        _ = take("-")
        let first = index
        let count = digits()
        guard count > 0, count == 1 || bytes[first] != UInt8(ascii: "0") else { throw malformed("a value") }
        if take(".") {
            isWhole = false
            guard digits() > 0 else { throw malformed("a digit") }
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("+") { _ = take("-") }
            guard digits() > 0 else { throw malformed("a digit") }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard !isWhole, let number = Double(text), number.isFinite else {
            throw ContractViolation(pointer: pointer, code: "number-range", message: "must fit into 64 bits")
        }
        return .number(number)
    }
}
