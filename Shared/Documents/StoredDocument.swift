package import Contracts

/// What the store knows about a document that it has just written, safely on disk.
package struct StoredDocument: Hashable, Sendable {
    /// The document's random id.
    package let id: DocumentID
    /// SHA-256 of the plaintext, lower-case hexadecimal.
    package let sha256: String
    /// The plaintext's length.
    package let sizeBytes: Int64
    /// The type found in the content.
    package let mediaType: DocumentMediaType
}
