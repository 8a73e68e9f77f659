package import Contracts
package import Foundation

extension EncryptedDocumentStore {
    /// What a sweep removed.
    package struct SweepResult: Hashable, Sendable {
        /// Uploads that a crash left unfinished.
        package var unfinished = 0
        /// Documents that nobody knows.
        package var unknown = 0
    }

    /// Removes what nobody will ask for: unfinished uploads, and documents that the owner's records do not know
    /// (stored, but the records' transaction never came).
    ///
    /// - Parameters:
    ///   - moment: only what was written before it is looked at; far enough back that no upload is under way.
    ///   - known: of the given ids, those that the records know.
    /// - Returns: what was removed.
    /// - Throws: what `known` throws; `DocumentError.storage`. A sweep cut short goes on at the next.
    package func sweep(
        writtenBefore moment: Date, known: ([DocumentID]) async throws -> Set<DocumentID>
    ) async throws -> SweepResult {
        var result = SweepResult()
        let files = files
        result.unfinished = try await onDisk {
            let names = try files.files(in: files.incoming, before: moment)
            for name in names { try FileManager.default.removeItem(atPath: files.incoming + "/" + name) }
            return names.count
        }
        for folder in try await onDisk({ try files.folders() }) {
            let found = try await onDisk { try files.files(in: files.directory + "/" + folder, before: moment) }
            let ids = found.compactMap { UUID(uuidString: String($0.dropLast(DocumentFiles.suffix.count))) }
                .map { DocumentID($0) }
            guard !ids.isEmpty else { continue }
            let recorded = try await known(ids)
            for id in ids where !recorded.contains(id) {
                if try await delete(id) { result.unknown += 1 }
            }
        }
        return result
    }

    private func onDisk<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws(DocumentError) -> Value {
        do {
            return try await lanes.run(work)
        } catch {
            throw .storage("sweep", error)
        }
    }
}
