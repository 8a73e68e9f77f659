package import Contracts
package import Database
package import Documents
package import Logging
package import ServiceRuntime

/// Takes documents in, each bound to its sender.
package struct UploadIntake: Sendable {
    /// The bounds.
    package struct Limits: Sendable, Equatable {
        /// The largest document.
        ///
        /// - Units: bytes.
        package var documentBytes: Int
        /// Documents of one subject that wait for an application, at most.
        package var openUploads: Int
        /// How long a document waits for an application.
        ///
        /// - Units: seconds.
        package var lifetimeSeconds: Int

        /// Makes bounds.
        package init(documentBytes: Int = 2_000_000, openUploads: Int = 60, lifetimeSeconds: Int = 86_400) {
            self.documentBytes = documentBytes
            self.openUploads = openUploads
            self.lifetimeSeconds = lifetimeSeconds
        }
    }

    /// The bounds.
    package let limits: Limits
    private let store: EncryptedDocumentStore
    private let pool: DatabasePool
    private let logger: Logger

    /// Makes an intake.
    package init(store: EncryptedDocumentStore, pool: DatabasePool, limits: Limits, logger: Logger) {
        self.store = store
        self.pool = pool
        self.limits = limits
        self.logger = logger
    }

    /// Looks whether the subject may upload one more, before its body is read.
    /// - Throws: 429 when too many wait; `DatabaseError`, before anything is stored.
    package func admit(_ subject: String) async throws {
        guard try await UploadStore.count(of: subject, in: pool) < limits.openUploads else {
            throw Problem(
                code: "too-many-uploads", title: "Too many documents wait for an application", status: 429,
                detail: "Documents that no application uses are deleted after \(limits.lifetimeSeconds / 3600) hours.",
                retryAfterSeconds: 600)
        }
    }

    /// Stores a document and records it.
    /// - Parameters:
    ///   - chunks: the content as it comes in.
    ///   - subject: who sends it.
    ///   - key: the sender's idempotency key.
    ///   - requirement: what the catalogue says about the kind of document, when the sender told it.
    /// - Returns: the receipt, and whether the document is the one of an earlier upload under the same key.
    /// - Throws: `Problem`: 413, 415, 422, 507; `DatabaseError`. Nothing is left behind then.
    package func take<Chunks: AsyncSequence>(
        _ chunks: Chunks, from subject: String, key: String?, requirement: DocumentRequirement?
    ) async throws -> (receipt: UploadReceipt, isRepeat: Bool) where Chunks.Element == [UInt8] {
        let limit = min(limits.documentBytes, requirement?.maximumBytes ?? .max)
        let types = Set((requirement?.mediaTypes ?? []).compactMap(DocumentMediaType.init(rawValue:)))
        let document: StoredDocument
        do {
            document = try await store.put(
                chunks, limit: Int64(limit), accepting: types.isEmpty ? Set(DocumentMediaType.allCases) : types)
        } catch let error as DocumentError {
            throw Problem(error, accepting: types)
        }
        do {
            return try await record(document, of: subject, key: key)
        } catch {
            await discard(document.id)
            throw error
        }
    }

    private func record(
        _ document: StoredDocument, of subject: String, key: String?
    ) async throws -> (receipt: UploadReceipt, isRepeat: Bool) {
        let isNew = try await UploadStore.insert(
            document, of: subject, key: key, lifetimeSeconds: limits.lifetimeSeconds, in: pool)
        if isNew {
            let expiry = Timestamp.now().adding(seconds: Int64(limits.lifetimeSeconds))
            return (UploadReceipt(document, expiresAt: expiry), false)
        }
        guard let key, let earlier = try await UploadStore.earlier(of: subject, key: key, in: pool) else {
            throw Problem.unavailable(retryAfterSeconds: 1)
        }
        guard earlier.sha256 == document.sha256 else { throw Problem.idempotencyKeyReused }
        await discard(document.id)
        return (earlier, true)
    }

    /// Removes a document that nobody was told about; what cannot be removed now, the sweep finds.
    private func discard(_ id: DocumentID) async {
        do {
            try await store.delete(id)
        } catch {
            logger.warning("an upload could not be discarded; the sweep will", error: error)
        }
    }
}

extension Problem {
    /// What the sender of a document is told.
    package init(_ error: DocumentError, accepting types: Set<DocumentMediaType> = []) {
        let accepted = (types.isEmpty ? Set(DocumentMediaType.allCases) : types).map(\.rawValue).sorted()
        switch error {
        case .empty: self = .invalid([Fault(pointer: "", code: "required", message: "The document holds no byte.")])
        case .tooLarge(let limit): self = .tooLarge(limit: Int(limit))
        case .unsupportedMediaType: self = .unsupportedMediaType(accepted)
        case .full: self = .insufficientStorage()
        case .storage: self = .unavailable("Documents cannot be stored now.", retryAfterSeconds: 10)
        case .notFound, .damaged, .hashMismatch, .unknownKey, .invalidKeys: self = .internal
        }
    }
}
