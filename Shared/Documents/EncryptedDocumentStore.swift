package import Contracts
import Crypto
import Foundation

/// Supporting documents (*berkas*) in a directory, encrypted one by one and streamed both ways in constant memory.
///
/// - Shape: a document is complete under its final name, or it is not there at all; it lies on disk (file and name)
///   when `put` returns.
/// - Isolation: may be used from anywhere at once; waiting for the disk happens on threads of its own.
package struct EncryptedDocumentStore: Sendable {
    let keys: DocumentKeys
    let files: DocumentFiles
    let lanes: FileLanes

    /// Opens a store; the directory is made when it is missing.
    ///
    /// - Throws: `DocumentError.storage` or `.full` when it cannot be made; refuse the start.
    package init(directory: String, keys: DocumentKeys) throws(DocumentError) {
        try self.init(files: DocumentFiles(directory: directory), keys: keys)
    }

    init(files: DocumentFiles, keys: DocumentKeys) throws(DocumentError) {
        self.keys = keys
        self.files = files
        lanes = FileLanes()
        do {
            try files.prepare()
        } catch {
            throw .storage("make the directory", error)
        }
    }

    /// Takes a document in.
    ///
    /// - Throws: `DocumentError`: `empty`, `tooLarge`, `unsupportedMediaType` for the sender, `full` and `storage` for
    ///   us; the sequence's own errors pass unchanged. In every case nothing is left behind.
    package func put<Chunks: AsyncSequence>(
        _ chunks: Chunks, limit: Int64, accepting types: Set<DocumentMediaType> = Set(DocumentMediaType.allCases),
        as id: DocumentID = .make()
    ) async throws -> StoredDocument where Chunks.Element == [UInt8] {
        let draft = try await DocumentDraft(id: id, keys: keys, files: files, lanes: lanes)
        do {
            return try await draft.fill(from: chunks, limit: limit, accepting: types)
        } catch {
            await draft.discard()
            throw error
        }
    }

    /// Opens a document; its first chunk is read and proven before this returns.
    ///
    /// - Throws: `notFound`, `unknownKey`, `damaged`, `storage`.
    package func get(_ id: DocumentID) async throws(DocumentError) -> DocumentStream {
        do {
            return try await opened(id)
        } catch {
            throw .storage("open", error)
        }
    }

    private func opened(_ id: DocumentID) async throws -> DocumentStream {
        let files = files
        guard let (handle, fileLength) = try await lanes.run({ try files.open(id) }) else {
            throw DocumentError.notFound
        }
        let beginning = try await lanes.run { try handle.read(upToCount: DocumentHeader.longest) ?? Data() }
        let header = try DocumentHeader(parsing: beginning)
        let headerLength = UInt64(header.bytes.count)
        try await lanes.run { try handle.seek(toOffset: headerLength) }

        let sealedChunk = UInt64(ChunkCipher.chunkLength + ChunkCipher.tagLength)
        let body = fileLength - headerLength
        let length = min(body, sealedChunk)
        var cipher = ChunkCipher(key: try header.key(for: id, keys: keys))
        let sealed = try await DocumentStream.read(Int(length), from: handle, on: lanes)
        let first = try cipher.open(sealed, last: length == body)
        let chunkCount = (body + sealedChunk - 1) / sealedChunk
        return DocumentStream(
            sizeBytes: Int64(body) - Int64(chunkCount) * Int64(ChunkCipher.tagLength), first: first, cipher: cipher,
            handle: handle, remaining: body - length, lanes: lanes)
    }

    /// Removes a document.
    ///
    /// - Returns: false when it was not there.
    /// - Throws: `storage`.
    /// - Idempotency: a repeat returns false.
    @discardableResult
    package func delete(_ id: DocumentID) async throws(DocumentError) -> Bool {
        let files = files
        do {
            return try await lanes.run { try files.remove(id) }
        } catch {
            throw .storage("delete", error)
        }
    }

    /// Copies a document into another store under the same id and that store's key, hashing it anew.
    ///
    /// - Parameters:
    ///   - id: the document.
    ///   - other: the store to copy to.
    ///   - sha256: the hash it must have, lower-case hexadecimal.
    /// - Returns: what stands in the other store now.
    /// - Throws: `notFound`, `damaged`, `hashMismatch`, `unknownKey`, `full`, `storage`; nothing new is then left in the
    ///   other store.
    /// - Idempotency: a document that is already there with the right hash is left as it is.
    package func copy(
        _ id: DocumentID, to other: EncryptedDocumentStore, expecting sha256: String
    ) async throws(DocumentError) -> StoredDocument {
        do {
            if let there = try await other.described(id), there.sha256 == sha256 { return there }
            try await other.delete(id)  // damaged or another's: it makes room
            let source = try await get(id)
            let draft = try await DocumentDraft(id: id, keys: other.keys, files: other.files, lanes: other.lanes)
            do {
                return try await draft.fill(
                    from: source, limit: .max, accepting: Set(DocumentMediaType.allCases), expecting: sha256)
            } catch {
                await draft.discard()
                throw error
            }
        } catch {
            throw .storage("copy", error)
        }
    }

    /// Reads a document whole and describes it; nil when it is not there or cannot be read as what it claims to be.
    package func described(_ id: DocumentID) async throws(DocumentError) -> StoredDocument? {
        do {
            var hash = SHA256()
            var size: Int64 = 0
            var type: DocumentMediaType?
            for try await chunk in try await get(id) {
                if size == 0 { type = DocumentMediaType(prefix: chunk) }
                hash.update(data: chunk)
                size += Int64(chunk.count)
            }
            guard let type else { return nil }
            return StoredDocument(id: id, sha256: hash.finalize().hexadecimal, sizeBytes: size, mediaType: type)
        } catch DocumentError.notFound, DocumentError.damaged {
            return nil
        } catch {
            throw .storage("read", error)
        }
    }
}
