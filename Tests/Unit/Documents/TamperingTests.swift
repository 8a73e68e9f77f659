import Contracts
import Foundation
import Testing

@testable import Documents

@Suite(.timeLimit(.minutes(2)))
struct `a changed file` {
    let folder = StoreFolder()

    private func readsThrough(_ store: EncryptedDocumentStore, _ id: DocumentID) async throws {
        for try await _ in try await store.get(id) {}
    }

    /// Stores three chunks and changes the file; nothing but `damaged` may come of it.
    private func expectDamage(_ change: (inout Data) -> Void) async throws {
        let store = try folder.store()
        let stored = try await store.put(Pieces.pdf(150_000), limit: 1_000_000)
        let path = store.files.path(of: stored.id)
        var raw = try #require(FileManager.default.contents(atPath: path))
        change(&raw)
        #expect(FileManager.default.createFile(atPath: path, contents: raw))
        await #expect(throws: DocumentError.damaged) { try await readsThrough(store, stored.id) }
    }

    static let header = DocumentHeader(keyName: "k1").bytes.count
    static let chunk = ChunkCipher.chunkLength + ChunkCipher.tagLength

    @Test(arguments: [
        0, 7, 8, 11, header - 1, header, header + chunk - 1, header + chunk, header + 2 * chunk,
        header + 150_000 + 47,
    ])
    func `with one bit flipped does not open`(offset: Int) async throws {
        try await expectDamage { $0[offset] ^= offset == 8 ? 64 : 1 }
    }

    @Test(arguments: [0, 5, header, header + 10, header + chunk, header + 2 * chunk, header + 2 * chunk + 16])
    func `cut short does not open`(length: Int) async throws {
        try await expectDamage { $0 = $0.prefix(length) }
    }

    @Test func `with a byte more does not open`() async throws {
        try await expectDamage { $0.append(0) }
    }

    @Test func `with two chunks exchanged does not open`() async throws {
        try await expectDamage { raw in
            let first = raw[Self.header..<Self.header + Self.chunk]
            let second = raw[Self.header + Self.chunk..<Self.header + 2 * Self.chunk]
            raw = raw.prefix(Self.header) + second + first + raw.dropFirst(Self.header + 2 * Self.chunk)
        }
    }

    @Test func `under another document's name does not open`() async throws {
        let store = try folder.store()
        let one = try await store.put(Pieces.pdf(100), limit: 1000)
        let two = try await store.put(Pieces.pdf(200), limit: 1000)
        let raw = try #require(FileManager.default.contents(atPath: store.files.path(of: one.id)))
        #expect(FileManager.default.createFile(atPath: store.files.path(of: two.id), contents: raw))
        await #expect(throws: DocumentError.damaged) { try await readsThrough(store, two.id) }
    }
}
