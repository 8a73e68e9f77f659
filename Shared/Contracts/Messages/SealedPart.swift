/// Personal data under a key of its own, which is wrapped for those who may read it.
///
/// - Shape: all bytes in base 64 with padding; AES-256-GCM; the wrapped key holds nonce, encrypted key and tag (60 bytes),
///   the ciphertext ends with its tag. Submission, part and schema version are bound in as additional data.
public struct SealedPart: Codable, Hashable, Sendable {
    /// The wrapping key: `<region>.<epoch>.<audience>`.
    public var kid: String
    /// The version of the plaintext's form.
    public var schemaVersion: Int
    /// The data key, wrapped.
    public var wrappedKey: String
    /// The nonce of the ciphertext, 12 bytes.
    public var nonce: String
    /// The encrypted content with its tag.
    public var ciphertext: String

    /// Collects the parts.
    public init(kid: String, schemaVersion: Int, wrappedKey: String, nonce: String, ciphertext: String) {
        self.kid = kid
        self.schemaVersion = schemaVersion
        self.wrappedKey = wrappedKey
        self.nonce = nonce
        self.ciphertext = ciphertext
    }

    /// Checks the form; whether it opens, only the key ring knows.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        let parts = kid.split(separator: ".", omittingEmptySubsequences: false)
        faults.require(
            kid.utf8.count <= 128 && parts.count == 3 && parts.allSatisfy { !$0.isEmpty }, pointer + "/kid", "kid",
            "must be <region>.<epoch>.<audience>")
        faults.require(schemaVersion >= 1, pointer + "/schemaVersion", "range", "must be at least 1")
        faults.base64(wrappedKey, bytes: 60...60, pointer + "/wrappedKey")
        faults.base64(nonce, bytes: 12...12, pointer + "/nonce")
        faults.base64(ciphertext, bytes: 16...(64 * 1024), pointer + "/ciphertext")
    }
}
