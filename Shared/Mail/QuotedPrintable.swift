/// Text as quoted-printable lines.
///
/// - Source: RFC 2045 6.7.
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Lines of at most 76 characters, without their ends; `\n`, `\r\n` and `\r` end a line of the text.
    static func lines(_ text: String) -> [String] {
        var unified = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        if unified.hasSuffix("\n") { unified.removeLast() }
        return unified.split(separator: "\n", omittingEmptySubsequences: false).flatMap { encode(Array($0.utf8)) }
    }

    private static func encode(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var line: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            let isBlank = byte == 0x20 || byte == 0x09
            let plain =
                isBlank ? index + 1 < bytes.count : (0x21...0x7e).contains(byte) && byte != UInt8(ascii: "=")
            let token = plain ? [byte] : [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            // One place stays free for the sign of a soft break.
            if line.count + token.count > 75 {
                lines.append(String(decoding: line, as: UTF8.self) + "=")
                line = []
            }
            line += token
        }
        lines.append(String(decoding: line, as: UTF8.self))
        return lines
    }
}
