package import Contracts
package import Foundation

/// What somebody has filled in for a service and not sent.
package struct Draft: Codable, Sendable, Equatable {
    /// A document that was uploaded for it.
    package struct Document: Codable, Sendable, Equatable {
        /// The upload.
        package let id: DocumentID
        /// The type found in the content.
        package let mediaType: String
        /// Its size.
        package let sizeBytes: Int64
        /// When it is deleted unless the application is sent.
        package let expiresAt: Timestamp

        /// Notes an upload.
        package init(_ receipt: UploadReceipt) {
            id = receipt.id
            mediaType = receipt.mediaType
            sizeBytes = receipt.sizeBytes
            expiresAt = receipt.expiresAt
        }
    }

    /// The idempotency key of the application that it becomes.
    package var id = UUID()
    /// What was typed, by the fields' names.
    package var fields: [String: String] = [:]
    /// The uploads, by their kinds.
    package var documents: [String: Document] = [:]

    /// An empty draft.
    package init() {}

    /// The key under which the application is filed.
    package var key: String { "draft-\(id.uuidString.lowercased())" }

    /// The upload of a kind, unless it has expired.
    package func document(_ kind: DocumentKind, now: Timestamp = .now()) -> Document? {
        documents[kind.value].flatMap { $0.expiresAt > now ? $0 : nil }
    }
}
