import Database

/// A sealed contact on its way into its rows: the content into `submissions`, the key into `data_keys`.
struct StoredContact: Sendable {
    /// The encrypted contact.
    let ciphertext: [UInt8]
    /// The key to it, wrapped, as JSON.
    let key: JSONText
}
