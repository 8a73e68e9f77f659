/// Builds and takes apart JSON pointers.
///
/// - Source: RFC 6901.
package enum JSONPointer {
    /// One reference token with `~` and `/` escaped, with the leading slash.
    package static func token(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return "/" + key }
        var escaped = "/"
        for character in key {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// The reference tokens of a pointer, unescaped; nil when it is no pointer.
    package static func tokens(_ pointer: String) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.hasPrefix("/") else { return nil }
        var tokens: [String] = []
        for part in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            var token = ""
            var characters = part.makeIterator()
            while let character = characters.next() {
                guard character == "~" else {
                    token.append(character)
                    continue
                }
                switch characters.next() {
                case "0": token.append("~")
                case "1": token.append("/")
                default: return nil
                }
            }
            tokens.append(token)
        }
        return tokens
    }

    /// The pointer of a decoder's position.
    package static func pointer(of path: [any CodingKey]) -> String {
        var pointer = ""
        for key in path {
            if let index = key.intValue { pointer += "/\(index)" } else { pointer += token(key.stringValue) }
        }
        return pointer
    }
}
