package import Contracts
package import Documents

/// Copies documents from intake's store into the archive's own, hashing them anew.
///
/// - Idempotency: a document that the archive has with the right hash is left as it is, so a crash between copying and
///   writing the record costs a second look and nothing else.
package struct DocumentCollector: Sendable {
    private let source: EncryptedDocumentStore
    private let archive: EncryptedDocumentStore
    private let parallelism: Int

    /// Makes a collector.
    package init(from source: EncryptedDocumentStore, into archive: EncryptedDocumentStore, parallelism: Int = 4) {
        self.source = source
        self.archive = archive
        self.parallelism = parallelism
    }

    /// Copies documents, a few at once.
    ///
    /// - Returns: what came of each of them.
    package func collect(_ documents: [DocumentReference]) async -> [DocumentID: DocumentFinding] {
        var findings: [DocumentID: DocumentFinding] = [:]
        await withTaskGroup(of: (DocumentID, DocumentFinding).self) { group in
            var waiting = documents.makeIterator()
            for _ in 0..<parallelism {
                guard let next = waiting.next() else { break }
                group.addTask { (next.id, await self.copy(next)) }
            }
            for await (id, finding) in group {
                findings[id] = finding
                if let next = waiting.next() { group.addTask { (next.id, await self.copy(next)) } }
            }
        }
        return findings
    }

    private func copy(_ document: DocumentReference) async -> DocumentFinding {
        do throws(DocumentError) {
            _ = try await source.copy(document.id, to: archive, expecting: document.sha256)
            return .kept
        } catch {
            switch error {
            case .notFound: return .missing
            case .hashMismatch, .damaged, .empty, .tooLarge, .unsupportedMediaType: return .altered
            case .full: return .unavailable(reason: "archive-full")
            case .unknownKey, .invalidKeys: return .unavailable(reason: "document-key-missing")
            case .storage: return .unavailable(reason: "store-not-usable")
            }
        }
    }
}
