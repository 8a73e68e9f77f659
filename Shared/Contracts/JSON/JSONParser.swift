/// Reads JSON strictly: no member twice, bounded depth, valid UTF-8.
///
/// - Source: RFC 8259.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private var nodes: [JSONTape.Node] = []
    private static let maximumDepth = 64

    /// Reads one whole document.
    ///
    /// - Throws: `ContractViolation`: `json` with the line and column, `duplicate` or `depth`.
    static func tape(_ bytes: [UInt8]) throws(ContractViolation) -> JSONTape {
        var parser = JSONParser(bytes: bytes)
        parser.nodes.reserveCapacity(bytes.count / 16 + 4)
        guard bytes.count < Int32.max else { throw parser.malformed("less text") }
        parser.skipBlanks()
        try parser.value(parent: -1, position: 0, name: 0..<0, nameIsEscaped: false, depth: 0)
        parser.skipBlanks()
        guard parser.index == bytes.count else { throw parser.malformed("nothing more") }
        return JSONTape(bytes: bytes, nodes: parser.nodes)
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
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func value(
        parent: Int32, position: Int32, name: Range<Int32>, nameIsEscaped: Bool, depth: Int
    ) throws(ContractViolation) {
        guard index < bytes.count else { throw malformed("a value") }
        let kind: JSONTape.Kind
        switch bytes[index] {
        case UInt8(ascii: "{"): kind = .object
        case UInt8(ascii: "["): kind = .array
        case UInt8(ascii: "\""): kind = .string
        case UInt8(ascii: "t"): kind = .yes
        case UInt8(ascii: "f"): kind = .no
        case UInt8(ascii: "n"): kind = .null
        default: kind = .number
        }
        let own = nodes.count
        nodes.append(
            JSONTape.Node(
                kind: kind, text: Int32(index)..<Int32(index), name: name, nameIsEscaped: nameIsEscaped, parent: parent,
                position: position))
        guard depth < JSONParser.maximumDepth else {
            throw ContractViolation(pointer: pointer(to: own), code: "depth", message: "must not be nested so deeply")
        }
        switch kind {
        case .object: try object(own, depth: depth)
        case .array: try array(own, depth: depth)
        case .string:
            let (text, isEscaped) = try string()
            nodes[own].text = text
            nodes[own].isEscaped = isEscaped
        case .number: try number()
        case .yes: try word("true")
        case .no: try word("false")
        case .null: try word("null")
        }
        if kind != .string { nodes[own].text = nodes[own].text.lowerBound..<Int32(index) }
        nodes[own].end = Int32(nodes.count)
    }

    private func pointer(to index: Int) -> String { JSONTape(bytes: bytes, nodes: nodes).pointer(to: index) }

    private mutating func word(_ word: StaticString) throws(ContractViolation) {
        let text = word.description.utf8
        guard bytes[index...].starts(with: text) else { throw malformed("a value") }
        index += text.count
    }

    private mutating func object(_ own: Int, depth: Int) throws(ContractViolation) {
        index += 1
        skipBlanks()
        if take(UInt8(ascii: "}")) { return }
        var position: Int32 = 0
        while true {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw malformed("a member's name") }
            let (name, isEscaped) = try string()
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw malformed("a colon") }
            skipBlanks()
            try value(parent: Int32(own), position: position, name: name, nameIsEscaped: isEscaped, depth: depth + 1)
            position += 1
            skipBlanks()
            if take(UInt8(ascii: "}")) { return try refuseDuplicates(own) }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or the object's end") }
        }
    }

    private func refuseDuplicates(_ own: Int) throws(ContractViolation) {
        var members: [Int] = []
        var child = own + 1
        while child < nodes.count {
            members.append(child)
            child = Int(nodes[child].end)
        }
        var duplicate: Int?
        if members.count <= 32 {
            duplicate = members.indices.first { later in
                members[..<later].contains { haveOneName($0, members[later]) }
            }.map { members[$0] }
        } else {
            var seen: Set<String> = []
            duplicate = members.first { !seen.insert(name($0)).inserted }
        }
        if let duplicate {
            throw ContractViolation(
                pointer: pointer(to: duplicate), code: "duplicate", message: "must not be given twice")
        }
    }

    private func name(_ index: Int) -> String { JSONTape(bytes: bytes, nodes: nodes).name(of: index) }

    private func haveOneName(_ left: Int, _ right: Int) -> Bool {
        let (first, second) = (nodes[left], nodes[right])
        if first.nameIsEscaped || second.nameIsEscaped { return name(left) == name(right) }
        guard first.name.count == second.name.count else { return false }
        var (one, other) = (Int(first.name.lowerBound), Int(second.name.lowerBound))
        while one < Int(first.name.upperBound) {
            guard bytes[one] == bytes[other] else { return false }
            one += 1
            other += 1
        }
        return true
    }

    private mutating func array(_ own: Int, depth: Int) throws(ContractViolation) {
        index += 1
        skipBlanks()
        if take(UInt8(ascii: "]")) { return }
        var position: Int32 = 0
        while true {
            skipBlanks()
            try value(parent: Int32(own), position: position, name: 0..<0, nameIsEscaped: false, depth: depth + 1)
            position += 1
            skipBlanks()
            if take(UInt8(ascii: "]")) { return }
            guard take(UInt8(ascii: ",")) else { throw malformed("a comma or the list's end") }
        }
    }

    private mutating func string() throws(ContractViolation) -> (text: Range<Int32>, isEscaped: Bool) {
        index += 1
        let start = Int32(index)
        var (isEscaped, isASCII) = (false, true)
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                guard isASCII || String(validating: bytes[Int(start)..<index], as: UTF8.self) != nil else {
                    throw malformed("UTF-8")
                }
                index += 1
                return (start..<Int32(index - 1), isEscaped)
            case UInt8(ascii: "\\"):
                isEscaped = true
                guard let (_, next) = JSONEscapes.scalar(bytes[...], after: index + 1) else {
                    throw malformed("an escape")
                }
                index = next
            case 0..<0x20: throw malformed("no control character")
            default:
                if byte >= 0x80 { isASCII = false }
                index += 1
            }
        }
        throw malformed("the text's end")
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") { index += 1 }
        return index - start
    }

    private mutating func number() throws(ContractViolation) {
        _ = take(UInt8(ascii: "-"))
        let first = index
        let count = digits()
        guard count > 0, count == 1 || bytes[first] != UInt8(ascii: "0") else { throw malformed("a value") }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw malformed("a digit") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw malformed("a digit") }
        }
    }
}
