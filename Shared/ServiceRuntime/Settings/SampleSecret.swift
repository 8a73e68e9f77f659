/// Finds secrets that are none: too short, from an example, or made by leaning on the keyboard.
package enum SampleSecret {
    /// What is wrong with a secret, as the end of "must …"; nil when nothing is.
    ///
    /// - Parameters:
    ///   - secret: The secret.
    ///   - minimumBytes: The least length.
    /// - Returns: The expectation that is not met; it says nothing about the value itself.
    package static func weakness(of secret: String, minimumBytes: Int) -> String? {
        let bytes = Array(secret.utf8)
        if bytes.isEmpty { return "not be empty" }
        let lowered = secret.lowercased()
        let letters = lowered.replacing("@", with: "a").replacing("$", with: "s").filter(\.isLetter)
        if wholeWords.contains(letters) || fragments.contains(where: { letters.contains($0) }) {
            return "not be a sample value"
        }
        if bytes.count < minimumBytes { return "have at least \(minimumBytes) bytes" }
        if isRepetition(bytes) || isSequence(Array(lowered.utf8)) || Set(bytes).count < min(5, bytes.count) {
            return "not be a simple pattern"
        }
        return nil
    }

    /// Words that are no secret, alone or with digits and signs around them.
    private static let wholeWords: Set<String> = [
        "admin", "administrator", "default", "dev", "devsecret", "guest", "key", "letmein", "mpp", "none", "null",
        "pass",
        "passwd", "password", "postgres", "qwerty", "rabbitmq", "root", "sample", "secret", "secretkey", "supersecret",
        "test", "testing", "token", "user", "welcome",
    ]

    /// Words that mark an example wherever they stand.
    private static let fragments = [
        "changeit", "changeme", "examplekey", "examplepassword", "examplesecret", "insertyour", "notasecret",
        "placeholder", "replaceme", "samplekey", "samplesecret", "yourpassword", "yoursecret",
    ]

    /// Whether the bytes are one short piece over and over.
    private static func isRepetition(_ bytes: [UInt8]) -> Bool {
        for period in 1...4 where bytes.count >= 2 * period {
            if bytes.indices.dropFirst(period).allSatisfy({ bytes[$0] == bytes[$0 - period] }) { return true }
        }
        return false
    }

    /// Whether each byte is one more, or one less, than the one before (`9` goes on with `0`).
    private static func isSequence(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 4 else { return false }
        func follows(_ next: UInt8, _ byte: UInt8) -> Bool {
            next == byte &+ 1 || (byte == UInt8(ascii: "9") && next == UInt8(ascii: "0"))
                || (byte == UInt8(ascii: "9") && next == UInt8(ascii: "a"))
        }
        let pairs = zip(bytes, bytes.dropFirst())
        return pairs.allSatisfy { follows($1, $0) } || pairs.allSatisfy { follows($0, $1) }
    }
}
