/// A form as browsers send it (`application/x-www-form-urlencoded`).
package struct PageForm: Sendable, Equatable {
    private var values: [String: [String]] = [:]

    /// An empty form.
    package init() {}

    /// Reads a body; what is no UTF-8 is replaced.
    package init(_ body: [UInt8]) {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            values[Self.decode(parts[0]), default: []].append(parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value of a field, without blanks around it; line ends are line feeds.
    package subscript(_ name: String) -> String? {
        values[name]?.first.map { text in
            let lines = text.replacing("\r\n", with: "\n")
            guard let first = lines.firstIndex(where: { !$0.isWhitespace }),
                let last = lines.lastIndex(where: { !$0.isWhitespace })
            else { return "" }
            return String(lines[first...last])
        }
    }

    /// Sets a field.
    package mutating func set(_ name: String, _ value: String) { values[name] = [value] }

    private static func decode(_ bytes: some Collection<UInt8>) -> String {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hex), let low = iterator.next().flatMap(hex) else {
                    decoded.append(UInt8(ascii: "?"))
                    continue
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init) }
}
