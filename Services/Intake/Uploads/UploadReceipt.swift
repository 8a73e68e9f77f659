package import Contracts
package import Database
package import Documents
import Foundation
import Pipeline

/// What the sender of a document gets.
package struct UploadReceipt: Encodable, Sendable, Equatable, RowDecodable {
    /// The document; an application names it by this.
    package let id: DocumentID
    /// The type found in the content.
    package let mediaType: String
    /// The size of the content.
    package let sizeBytes: Int64
    /// SHA-256 of the content, for the sender to compare.
    package let sha256: String
    /// When it is deleted unless an application has used it.
    package let expiresAt: Timestamp

    /// Describes a document that was just stored.
    package init(_ document: StoredDocument, expiresAt: Timestamp) {
        id = document.id
        mediaType = document.mediaType.rawValue
        sizeBytes = document.sizeBytes
        sha256 = document.sha256
        self.expiresAt = expiresAt
    }

    /// Reads a row.
    package init(row: inout Row) throws(DatabaseError) {
        id = DocumentID(try row.next() as UUID)
        mediaType = try row.next()
        sizeBytes = try row.next()
        sha256 = try row.next()
        expiresAt = (try row.next() as SQLTimestamp).timestamp
    }
}
