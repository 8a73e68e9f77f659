import Contracts
import Database
package import Documents
import Foundation
package import Pipeline

/// Deletes documents that no application has used in time.
package struct ExpiredUploadSource: DueSource {
    /// The name in logs and metrics.
    package let name = "expired-uploads"
    private let store: EncryptedDocumentStore

    /// Makes a source.
    package init(store: EncryptedDocumentStore) {
        self.store = store
    }

    /// Deletes what is due.
    ///
    /// The content goes first: an expired row lets nobody use it, and a repeat deletes nothing.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            let ids = try await unit.transaction.column(
                """
                DELETE FROM uploads WHERE document_id IN (SELECT document_id FROM uploads WHERE expires_at <= now() \
                ORDER BY expires_at LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED) RETURNING document_id
                """, as: UUID.self)
            for id in ids { try await store.delete(DocumentID(id)) }
            return ids.count
        }
    }
}
