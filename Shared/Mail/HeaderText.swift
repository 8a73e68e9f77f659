import Foundation

/// Any text as a header field.
enum HeaderText {
    /// The field's lines: as it is when it is short ASCII, else as encoded words.
    static func lines(_ name: String, _ text: String, then tail: String? = nil) -> [String] {
        let plain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) } && !text.contains("=?")
        let whole =
            "\(name): " + (tail == nil ? text : quoted(text)) + (tail.map { text.isEmpty ? $0 : " " + $0 } ?? "")
        if plain, whole.utf8.count <= 78 { return [whole] }
        var words = encodedWords(text)
        if let tail { words.append(tail) }
        // One word a line: 12 + 63 + 2 is below the limit with any name of ours.
        return words.enumerated().map { index, word in index == 0 ? "\(name): \(word)" : " \(word)" }
    }

    private static func quoted(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Encoded words of at most 63 characters, none ending within a character.
    private static func encodedWords(_ text: String) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        func close() { if !bytes.isEmpty { words.append("=?utf-8?B?" + Data(bytes).base64EncodedString() + "?=") } }
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > 36 {
                close()
                bytes = []
            }
            bytes += next
        }
        close()
        return words
    }
}
