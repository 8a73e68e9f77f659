package import Contracts
package import Database
package import Documents
import Foundation

/// The statements about documents that belong to no application yet.
package enum UploadStore {
    /// How many uploads of a subject are not used yet.
    package static func count(of subject: String, in runner: some SQLRunner) async throws -> Int {
        let count: Int64? = try await runner.scalar(
            "SELECT count(*) FROM uploads WHERE subject = \(subject) AND expires_at > now()", as: Int64.self)
        return Int(count ?? 0)
    }

    /// Records an upload.
    /// - Returns: false when the subject has used the key before.
    package static func insert(
        _ document: StoredDocument, of subject: String, key: String?, lifetimeSeconds: Int, in runner: some SQLRunner
    ) async throws -> Bool {
        try await runner.execute(
            """
            INSERT INTO uploads (document_id, subject, media_type, size_bytes, sha256, idempotency_key, expires_at) \
            VALUES (\(document.id.uuid), \(subject), \(document.mediaType.rawValue), \(document.sizeBytes), \
            \(document.sha256), \(key), now() + make_interval(secs => \(Int64(lifetimeSeconds)))) \
            ON CONFLICT (subject, idempotency_key) DO NOTHING
            """) == 1
    }

    /// The upload of a key.
    package static func earlier(
        of subject: String, key: String, in runner: some SQLRunner
    ) async throws -> UploadReceipt? {
        try await runner.query(
            """
            SELECT document_id, media_type, size_bytes, sha256, expires_at FROM uploads \
            WHERE subject = \(subject) AND idempotency_key = \(key)
            """, as: UploadReceipt.self
        ).first
    }

    /// Which of the documents the tables know.
    package static func known(_ ids: [DocumentID], in runner: some SQLRunner) async throws -> Set<DocumentID> {
        let known = try await runner.column(
            """
            SELECT document_id FROM uploads WHERE document_id = ANY(\(ids.map(\.uuid))) \
            UNION SELECT document_id FROM documents WHERE document_id = ANY(\(ids.map(\.uuid))) AND removed_at IS NULL
            """, as: UUID.self)
        return Set(known.map { DocumentID($0) })
    }
}
