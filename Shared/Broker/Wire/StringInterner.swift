/// Remembers short texts that come again and again (exchange, routing key, header names), so that a delivery does not
/// allocate them anew.
///
/// Bounded: each of its places holds the text seen last.
struct StringInterner: Sendable {
    private var places = [String](repeating: "", count: 64)

    /// The text of these bytes; what is not UTF-8 is repaired.
    mutating func text(_ bytes: Span<UInt8>) -> String {
        let count = bytes.count
        guard count > 0 else { return "" }
        guard count <= 64 else { return Self.copy(bytes) }
        // Texts that come together differ in length, start, middle or end.
        let mixed =
            count &* 31 &+ Int(bytes[0]) &* 7 &+ Int(bytes[count / 2]) &* 13 &+ Int(bytes[count - 1]) &* 17
            &+ Int(bytes[count * 3 / 4]) &* 5
        let place = mixed & 63
        if Self.equal(places[place], bytes) { return places[place] }
        let text = Self.copy(bytes)
        places[place] = text
        return text
    }

    /// The text of these bytes, not remembered.
    static func copy(_ bytes: Span<UInt8>) -> String {
        if let valid = try? UTF8Span(validating: bytes) {  // not UTF-8: repaired below
            return String(copying: valid)
        }
        return String(decoding: Array(copying: bytes), as: UTF8.self)
    }

    private static func equal(_ text: String, _ bytes: Span<UInt8>) -> Bool {
        let utf8 = text.utf8.span
        guard utf8.count == bytes.count else { return false }
        for index in bytes.indices where utf8[index] != bytes[index] { return false }
        return true
    }
}

extension Array where Element == UInt8 {
    /// Copies a span.
    init(copying bytes: Span<UInt8>) {
        self.init(capacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }
}
