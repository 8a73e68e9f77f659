/// JSON that is being written: values as a flat list, their texts in one buffer.
///
/// Members are put in order when the whole is written, since a type may encode them in any order.
struct JSONNodes {
    private enum Kind {
        case empty
        case text
        case object
        case array
    }

    private struct Node {
        var kind = Kind.empty
        /// The value's JSON, for `text`.
        var text: Range<Int> = 0..<0
        /// The member's name as JSON, empty in a list.
        var name: Range<Int> = 0..<0
        var first = -1
        var last = -1
        var next = -1
    }

    private var nodes: [Node] = [Node()]
    private var text: [UInt8] = []

    /// Makes room for about one message.
    init() {
        nodes.reserveCapacity(64)
        text.reserveCapacity(2048)
    }

    /// Makes a value an object, unless it is one.
    mutating func becomeObject(_ index: Int) { if nodes[index].kind != .object { nodes[index].kind = .object } }

    /// Makes a value a list, unless it is one.
    mutating func becomeArray(_ index: Int) { if nodes[index].kind != .array { nodes[index].kind = .array } }

    /// Adds a value to a list, or a member to an object.
    /// - Returns: its index.
    mutating func add(to parent: Int, name: String?) -> Int {
        let index = nodes.count
        var node = Node()
        if let name {
            let start = text.count
            JSONEscapes.append(name, to: &text)
            node.name = start..<text.count
        }
        nodes.append(node)
        let last = nodes[parent].last
        if last < 0 { nodes[parent].first = index } else { nodes[last].next = index }
        nodes[parent].last = index
        return index
    }

    /// Sets a value to a string.
    mutating func set(_ index: Int, string: String) {
        let start = text.count
        JSONEscapes.append(string, to: &text)
        nodes[index].text = start..<text.count
        nodes[index].kind = .text
    }

    /// Sets a value to a number or a word.
    mutating func set(_ index: Int, literal: some Sequence<UInt8>) {
        let start = text.count
        text.append(contentsOf: literal)
        nodes[index].text = start..<text.count
        nodes[index].kind = .text
    }

    /// Sets a value to any JSON.
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    mutating func set(_ index: Int, to value: JSONValue) throws {
        switch value {
        case .object(let members):
            becomeObject(index)
            for (name, member) in members { try set(add(to: index, name: name), to: member) }
        case .array(let values):
            becomeArray(index)
            for value in values { try set(add(to: index, name: nil), to: value) }
        case .string(let text): set(index, string: text)
        case .integer(let number): set(index, literal: String(number).utf8)
        case .number(let number): set(index, literal: try ContractEncoder.digits(number, at: []))
        case .bool(let truth): set(index, literal: truth ? "true".utf8 : "false".utf8)
        case .null: set(index, literal: "null".utf8)
        }
    }

    /// How many values a container has.
    func count(of index: Int) -> Int {
        var count = 0
        var child = nodes[index].first
        while child >= 0 {
            count += 1
            child = nodes[child].next
        }
        return count
    }

    /// The whole as JSON without blanks, members sorted by name.
    func bytes() -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(text.count + nodes.count * 4)
        write(0, to: &output)
        return output
    }

    private func write(_ index: Int, to output: inout [UInt8]) {
        let node = nodes[index]
        switch node.kind {
        case .text: output.append(contentsOf: text[node.text])
        case .empty: output.append(contentsOf: "{}".utf8)
        case .array:
            output.append(UInt8(ascii: "["))
            var child = node.first
            while child >= 0 {
                if child != node.first { output.append(UInt8(ascii: ",")) }
                write(child, to: &output)
                child = nodes[child].next
            }
            output.append(UInt8(ascii: "]"))
        case .object:
            output.append(UInt8(ascii: "{"))
            var isFirst = true
            for child in sorted(node) {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                output.append(contentsOf: text[nodes[child].name])
                output.append(UInt8(ascii: ":"))
                write(child, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// The members by name; of two with one name the last stays.
    private func sorted(_ node: Node) -> [Int] {
        var members: [Int] = []
        var child = node.first
        while child >= 0 {
            // Names come nearly sorted or few: each is put where it belongs.
            var place = members.count
            while place > 0, precedes(child, members[place - 1]) { place -= 1 }
            if place > 0, !precedes(members[place - 1], child) {
                members[place - 1] = child
            } else {
                members.insert(child, at: place)
            }
            child = nodes[child].next
        }
        return members
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (nodes[left].name, nodes[right].name)
        var (first, second) = (one.lowerBound, other.lowerBound)
        while first < one.upperBound, second < other.upperBound, text[first] == text[second] {
            first += 1
            second += 1
        }
        guard first < one.upperBound, second < other.upperBound else { return false }
        let (mine, theirs) = (text[first], text[second])
        let quote = UInt8(ascii: "\"")
        let backslash = UInt8(ascii: "\\")
        if mine == backslash || theirs == backslash || text[one.lowerBound..<first].contains(backslash) {
            // What is escaped stands elsewhere in the order than its escape does.
            return resolved(one).utf8.lexicographicallyPrecedes(resolved(other).utf8)
        }
        if mine == quote || theirs == quote { return mine == quote }
        return mine < theirs
    }

    private func resolved(_ name: Range<Int>) -> String { JSONEscapes.resolve(text[name].dropFirst().dropLast()) }
}
