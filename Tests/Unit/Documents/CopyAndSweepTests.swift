import Contracts
import Foundation
import Testing

@testable import Documents

@Suite(.timeLimit(.minutes(2)))
struct `copies and sweeps` {
    let folder = StoreFolder()

    @Test func `a copy stands under the other store's key and needs the first no more`() async throws {
        let source = try folder.store("a")
        let target = try folder.store("b", current: "archive", keys: ["archive": StoreFolder.otherKey])
        let stored = try await source.put(Pieces.pdf(150_000), limit: 1_000_000)
        let copied = try await source.copy(stored.id, to: target, expecting: stored.sha256)
        #expect(copied == stored)
        try await source.delete(stored.id)
        #expect(try await target.described(stored.id) == stored)
    }

    @Test func `a repeated copy changes nothing, a damaged one is made again`() async throws {
        let source = try folder.store("a")
        let target = try folder.store("b")
        let stored = try await source.put(Pieces.pdf(1000), limit: 10_000)
        _ = try await source.copy(stored.id, to: target, expecting: stored.sha256)
        let path = target.files.path(of: stored.id)
        let before = FileManager.default.contents(atPath: path)
        _ = try await source.copy(stored.id, to: target, expecting: stored.sha256)
        #expect(FileManager.default.contents(atPath: path) == before)
        #expect(FileManager.default.createFile(atPath: path, contents: Data("junk".utf8)))
        _ = try await source.copy(stored.id, to: target, expecting: stored.sha256)
        #expect(try await target.described(stored.id) == stored)
    }

    @Test func `a copy that is not what was promised is not kept`() async throws {
        let source = try folder.store("a")
        let target = try folder.store("b")
        let stored = try await source.put(Pieces.pdf(1000), limit: 10_000)
        await #expect(throws: DocumentError.hashMismatch) {
            try await source.copy(stored.id, to: target, expecting: String(repeating: "0", count: 64))
        }
        #expect(try await target.described(stored.id) == nil)
        #expect(folder.filesLeft().count == 1)
        await #expect(throws: DocumentError.notFound) {
            try await source.copy(.make(), to: target, expecting: stored.sha256)
        }
    }

    @Test func `a sweep removes the unfinished and the unknown, never the young or the known`() async throws {
        let store = try folder.store("a")
        let known = try await store.put(Pieces.pdf(100), limit: 1000)
        let unknown = try await store.put(Pieces.pdf(100), limit: 1000)
        #expect(FileManager.default.createFile(atPath: store.files.incoming + "/half", contents: Data([1])))

        let early = try await store.sweep(writtenBefore: Date.now.addingTimeInterval(-60)) { _ in [] }
        #expect(early == .init(unfinished: 0, unknown: 0))
        let late = try await store.sweep(writtenBefore: Date.now.addingTimeInterval(60)) { ids in
            Set(ids).intersection([known.id])
        }
        #expect(late == .init(unfinished: 1, unknown: 1))
        #expect(try await store.described(known.id) == known)
        #expect(try await store.described(unknown.id) == nil)
    }

    @Test(arguments: [
        ("k", ["other": StoreFolder.key]), ("k", ["k": Array(repeating: UInt8(7), count: 32)]),
        ("k", ["k": [1, 2, 3]]), ("", ["": StoreFolder.key]),
    ])
    func `unusable keys are refused`(current: String, keys: [String: [UInt8]]) {
        #expect(throws: DocumentError.self) { try DocumentKeys(current: current, keys: keys) }
    }

    @Test func `keys do not print`() throws {
        let keys = try DocumentKeys(current: "k1", keys: ["k1": StoreFolder.key])
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!"\(keys)\(dumped)".contains("\(StoreFolder.key[1])"))
    }
}
