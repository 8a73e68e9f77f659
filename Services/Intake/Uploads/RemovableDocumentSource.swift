import Contracts
import Database
package import Documents
import Foundation
package import Pipeline

/// Deletes the content of documents whose application's record was disposed of.
package struct RemovableDocumentSource: DueSource {
    /// The name in logs and metrics.
    package let name = "removable-documents"
    private let store: EncryptedDocumentStore

    /// Makes a source.
    package init(store: EncryptedDocumentStore) {
        self.store = store
    }

    /// Deletes what is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            let ids = try await unit.transaction.column(
                """
                UPDATE documents SET removed_at = now() WHERE document_id IN (SELECT document_id FROM documents \
                WHERE removable_at <= now() AND removed_at IS NULL ORDER BY removable_at LIMIT \(Int64(limit)) \
                FOR UPDATE SKIP LOCKED) RETURNING document_id
                """, as: UUID.self)
            for id in ids { try await store.delete(DocumentID(id)) }
            return ids.count
        }
    }
}
