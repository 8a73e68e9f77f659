/// The escapes of JSON strings.
///
/// - Source: RFC 8259, section 7.
enum JSONEscapes {
    /// The text of a string whose escapes were checked before.
    static func resolve(_ bytes: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "\\") else {
                text.append(bytes[index])
                index += 1
                continue
            }
            guard let (scalar, next) = scalar(bytes, after: index + 1) else { break }
            text.append(contentsOf: String(scalar).utf8)
            index = next
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The character of an escape, given the place behind the backslash, and the place behind it; nil when it is none.
    static func scalar(_ bytes: ArraySlice<UInt8>, after index: Int) -> (scalar: Unicode.Scalar, next: Int)? {
        guard index < bytes.endIndex else { return nil }
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return (Unicode.Scalar(bytes[index]), index + 1)
        case UInt8(ascii: "b"): return ("\u{8}", index + 1)
        case UInt8(ascii: "f"): return ("\u{C}", index + 1)
        case UInt8(ascii: "n"): return ("\n", index + 1)
        case UInt8(ascii: "r"): return ("\r", index + 1)
        case UInt8(ascii: "t"): return ("\t", index + 1)
        case UInt8(ascii: "u"):
            guard let unit = unit(bytes, at: index + 1) else { return nil }
            if let scalar = Unicode.Scalar(unit) { return (scalar, index + 5) }
            guard (0xD800..<0xDC00).contains(unit), index + 6 < bytes.endIndex, bytes[index + 5] == UInt8(ascii: "\\"),
                bytes[index + 6] == UInt8(ascii: "u"), let low = self.unit(bytes, at: index + 7),
                (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            else { return nil }
            return (scalar, index + 11)
        default: return nil
        }
    }

    private static func unit(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= bytes.endIndex else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): unit = unit << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return unit
    }

    /// Appends a string with its quotes.
    static func append(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        if isPlain(string.utf8Span.span) {
            text.append(contentsOf: string.utf8)
        } else {
            for byte in string.utf8 { append(byte, to: &text) }
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
        }
        return true
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): text += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
        case 0x8: text += [UInt8(ascii: "\\"), UInt8(ascii: "b")]
        case 0xC: text += [UInt8(ascii: "\\"), UInt8(ascii: "f")]
        case 0xA: text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        case 0xD: text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
        case 0x9: text += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            text += [UInt8(ascii: "\\"), UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")]
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: text.append(byte)
        }
    }
}
