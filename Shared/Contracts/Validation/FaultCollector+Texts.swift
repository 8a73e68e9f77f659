extension FaultCollector {
    /// Requires SHA-256 as 64 lower-case hexadecimal digits.
    package mutating func sha256(_ text: String, _ pointer: String) {
        let isHash =
            text.utf8.count == 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
                default: false
                }
            }
        require(isHash, pointer, "sha256", "must be 64 lower-case hexadecimal digits")
    }

    /// Requires a media type of at most 100 characters without parameters.
    package mutating func mediaType(_ text: String, _ pointer: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isType =
            text.utf8.count <= 100 && parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { byte in
                        switch byte {
                        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                            UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
                            true
                        default: false
                        }
                    }
            }
        require(isType, pointer, "media-type", "must be a media type in lower case without parameters")
    }

    /// Requires base 64 of a number of bytes, with padding.
    package mutating func base64(_ text: String, bytes: ClosedRange<Int>, _ pointer: String) {
        let characters = text.utf8.count
        let (isBase64, padding) = Self.base64(text.utf8Span.span)
        require(
            isBase64 && bytes.contains(characters / 4 * 3 - padding), pointer, "base64",
            bytes.lowerBound == bytes.upperBound
                ? "must be base 64 of \(bytes.lowerBound) bytes"
                : "must be base 64 of \(bytes.lowerBound) to \(bytes.upperBound) bytes")
    }

    /// Whether bytes are base 64, and how many of them are padding.
    private static func base64(_ bytes: Span<UInt8>) -> (isBase64: Bool, padding: Int) {
        guard bytes.count % 4 == 0 else { return (false, 0) }
        var end = bytes.count
        while end > 0, bytes.count - end < 2, bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
        for index in 0..<end {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                break
            default: return (false, 0)
            }
        }
        return (true, bytes.count - end)
    }

    /// Requires a JSON pointer to something inside the application.
    package mutating func item(_ text: String, _ pointer: String) {
        require(
            (2...200).contains(text.utf8.count) && JSONPointer.tokens(text) != nil, pointer, "pointer",
            "must be a JSON pointer into the application, such as /documents/str")
    }

    /// Requires a text to be present where its kind asks for it, and absent elsewhere.
    package mutating func presence(_ isPresent: Bool, when isNeeded: Bool, _ pointer: String) {
        if isNeeded { require(isPresent, pointer, "required", "must be present") }
        if !isNeeded { require(!isPresent, pointer, "unexpected", "must be absent here") }
    }
}
