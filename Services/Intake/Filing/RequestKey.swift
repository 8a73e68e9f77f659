/// The `Idempotency-Key` of a request, which counts for its subject only.
package struct RequestKey: Hashable, Sendable {
    /// The issuer's name for who asks.
    package let subject: String
    /// The key that the client chose.
    package let key: String

    /// Makes a key.
    package init(subject: String, key: String) {
        self.subject = subject
        self.key = key
    }
}
