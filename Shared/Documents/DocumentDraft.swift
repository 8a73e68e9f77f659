import Contracts
import Crypto
import Foundation

/// A document on its way into the store; it has no name there until it is complete.
struct DocumentDraft: Sendable {
    private let id: DocumentID
    private let path: String
    private let handle: FileHandle
    private let header: DocumentHeader
    private let key: SymmetricKey
    private let files: DocumentFiles
    private let lanes: FileLanes

    init(id: DocumentID, keys: DocumentKeys, files: DocumentFiles, lanes: FileLanes) async throws(DocumentError) {
        self.id = id
        self.files = files
        self.lanes = lanes
        header = DocumentHeader(keyName: keys.current)
        key = try header.key(for: id, keys: keys)
        do {
            (path, handle) = try await lanes.run { try files.createIncoming() }
        } catch {
            throw .storage("create a file", error)
        }
    }

    /// Writes the document and puts it in its place.
    func fill<Chunks: AsyncSequence>(
        from chunks: Chunks, limit: Int64, accepting types: Set<DocumentMediaType>, expecting expected: String? = nil
    ) async throws -> StoredDocument where Chunks.Element == [UInt8] {
        var cipher = ChunkCipher(key: key)
        var assembler = ChunkAssembler()
        var hash = SHA256()
        var size: Int64 = 0
        var prefix: [UInt8] = []
        var type: DocumentMediaType?
        try await write(Data(header.bytes))

        for try await piece in chunks where !piece.isEmpty {
            size += Int64(piece.count)
            guard size <= limit else { throw DocumentError.tooLarge(limit: limit) }
            if type == nil {
                prefix += piece.prefix(DocumentMediaType.prefixLength - prefix.count)
                type = DocumentMediaType(prefix: prefix)
                if let type, !types.contains(type) { throw DocumentError.unsupportedMediaType }
                if type == nil, prefix.count == DocumentMediaType.prefixLength {
                    throw DocumentError.unsupportedMediaType
                }
            }
            hash.update(data: piece)
            for chunk in assembler.add(piece) { try await write(cipher.seal(chunk, last: false)) }
        }
        guard size > 0 else { throw DocumentError.empty }
        guard let type else { throw DocumentError.unsupportedMediaType }
        try await write(cipher.seal(assembler.finish(), last: true))

        let sha256 = hash.finalize().hexadecimal
        if let expected, expected != sha256 { throw DocumentError.hashMismatch }
        try await publish()
        return StoredDocument(id: id, sha256: sha256, sizeBytes: size, mediaType: type)
    }

    private func write(_ bytes: Data) async throws(DocumentError) {
        let handle = handle
        do {
            try await lanes.run { try handle.write(contentsOf: bytes) }
        } catch {
            throw .storage("write", error)
        }
    }

    private func publish() async throws(DocumentError) {
        let (files, path, handle, id) = (files, path, handle, id)
        do {
            try await lanes.run { try files.publish(path, handle, as: id) }
        } catch {
            throw .storage("keep a file", error)
        }
    }

    /// Removes what was written; what cannot be removed now is swept up later.
    func discard() async {
        let (path, handle) = (path, handle)
        // Nothing depends on the removal; the sweep finds what stays.
        _ = try? await lanes.run {
            try? handle.close()  // closed already when the publishing failed
            try FileManager.default.removeItem(atPath: path)
        }
    }
}
