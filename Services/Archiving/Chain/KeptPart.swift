import Crypto
import Database

/// A sealed part on its way into its rows: the content into `contents`, the key into `data_keys`.
struct KeptPart: Sendable {
    /// The encrypted content, exactly as it is kept and hashed.
    let ciphertext: [UInt8]
    /// The key to it, wrapped, as JSON.
    let key: JSONText

    /// SHA-256 of the encrypted content.
    var hash: [UInt8] { Array(SHA256.hash(data: ciphertext)) }
}
