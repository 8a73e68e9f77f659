/// A JSON text taken apart once: its values as a flat list over the bytes, in the order of the text.
///
/// Reading a message walks this list; no dictionary is built and no member is copied that nobody asks for.
///
/// - Shape: the first child of a container directly follows it; the next sibling of a value stands at its `end`.
struct JSONTape: Sendable {
    /// What a value is.
    enum Kind: UInt8, Sendable {
        case object
        case array
        case string
        case number
        case yes
        case no
        case null
    }

    /// One value.
    struct Node: Sendable {
        let kind: Kind
        /// Where the text is: without the quotes for a string, from bracket to bracket for a container.
        var text: Range<Int32>
        /// Whether the string has escapes.
        var isEscaped = false
        /// The member's name without quotes, empty in a list.
        let name: Range<Int32>
        let nameIsEscaped: Bool
        /// The container; -1 for the whole text.
        let parent: Int32
        /// Which of the container's values it is.
        let position: Int32
        /// The index behind its last descendant.
        var end: Int32 = 0
    }

    /// The whole text.
    let bytes: [UInt8]
    /// The values; the first is the whole text's.
    let nodes: [Node]

    /// The indices of a container's values.
    func children(of index: Int) -> [Int] {
        var found: [Int] = []
        var child = index + 1
        let end = Int(nodes[index].end)
        while child < end {
            found.append(child)
            child = Int(nodes[child].end)
        }
        return found
    }

    /// The member of an object under a name; nil when there is none.
    func member(_ name: String, of index: Int) -> Int? {
        let end = Int(nodes[index].end)
        let count = name.utf8.count
        var child = index + 1
        while child < end {
            let node = nodes[child]
            if node.nameIsEscaped {
                if string(node.name, isEscaped: true) == name { return child }
            } else if node.name.count == count, equals(node.name, name) {
                return child
            }
            child = Int(node.end)
        }
        return nil
    }

    private func equals(_ range: Range<Int32>, _ name: String) -> Bool {
        var index = Int(range.lowerBound)
        for byte in name.utf8 {
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    /// The name of a member.
    func name(of index: Int) -> String { string(nodes[index].name, isEscaped: nodes[index].nameIsEscaped) }

    /// The text of a string.
    func string(at index: Int) -> String { string(nodes[index].text, isEscaped: nodes[index].isEscaped) }

    /// The digits of a number.
    func digits(at index: Int) -> ArraySlice<UInt8> { slice(nodes[index].text) }

    /// A member of an object as it stands: name, colon and value.
    func memberText(at index: Int) -> ArraySlice<UInt8> {
        let node = nodes[index]
        let end = node.text.upperBound + (node.kind == .string ? 1 : 0)
        return slice(node.name.lowerBound - 1..<end)
    }

    private func slice(_ range: Range<Int32>) -> ArraySlice<UInt8> {
        bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    private func string(_ range: Range<Int32>, isEscaped: Bool) -> String {
        // The parser has checked the bytes.
        guard isEscaped else { return String(decoding: slice(range), as: UTF8.self) }
        return JSONEscapes.resolve(slice(range))
    }

    /// The way from the whole text to a value, as Codable names it.
    func path(to index: Int) -> [any CodingKey] {
        var keys: [any CodingKey] = []
        var index = index
        while nodes[index].parent >= 0 {
            let node = nodes[index]
            if nodes[Int(node.parent)].kind == .object {
                keys.append(JSONKey(stringValue: name(of: index)))
            } else {
                keys.append(JSONIndex(position: Int(node.position)))
            }
            index = Int(node.parent)
        }
        return keys.reversed()
    }

    /// The JSON pointer of a value.
    func pointer(to index: Int) -> String { JSONPointer.pointer(of: path(to: index)) }
}
