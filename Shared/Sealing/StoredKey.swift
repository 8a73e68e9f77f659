/// A data key as a service keeps it, wrapped again under a key of the service's own.
///
/// Destroying the row that holds it erases the content; hashes over the ciphertext stay valid.
/// - Shape: `kid` names region, epoch and audience; `wrappedKey` and `nonce` are base 64.
package struct StoredKey: Codable, Hashable, Sendable {
    /// The wrapping key: `<region>.<epoch>.<audience>`.
    package let kid: String
    /// The data key, wrapped.
    package let wrappedKey: String
    /// The nonce of the content.
    package let nonce: String
    /// The version of the plaintext's form.
    package let schemaVersion: Int

    /// Collects the parts.
    package init(kid: String, wrappedKey: String, nonce: String, schemaVersion: Int) {
        self.kid = kid
        self.wrappedKey = wrappedKey
        self.nonce = nonce
        self.schemaVersion = schemaVersion
    }
}
