import Contracts
import Crypto
import Foundation
import Testing

@testable import Documents

@Suite(.timeLimit(.minutes(2)))
struct `the document store` {
    let folder = StoreFolder()

    private func content(_ stream: DocumentStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in stream { bytes += chunk }
        return bytes
    }

    @Test(arguments: [9, 100, 65_535, 65_536, 65_537, 131_072, 131_073, 300_000], [1, 7, 4096, 65_536, 200_000])
    func `gives back what it took, whatever the length and the pieces`(length: Int, pieceLength: Int) async throws {
        guard length < 10_000 || pieceLength > 100 else { return }
        let store = try folder.store()
        let pdf = Pieces.pdf(length, pieceLength: pieceLength)
        let stored = try await store.put(pdf, limit: 1_000_000)
        #expect(stored.sizeBytes == Int64(length))
        #expect(stored.mediaType == .pdf)
        let hash = SHA256.hash(data: pdf.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(stored.sha256 == hash)
        let stream = try await store.get(stored.id)
        #expect(stream.sizeBytes == Int64(length))
        #expect(try await content(stream) == pdf.bytes)
    }

    @Test func `keeps nothing readable on disk, for its owner only`() async throws {
        let store = try folder.store()
        let text = Array("%PDF-1.7 Siti Rahmawati, dokter, Kota Probolinggo".utf8)
        let stored = try await store.put(Pieces(bytes: text, pieceLength: 9), limit: 1000)
        let files = folder.filesLeft()
        #expect(files.count == 1)
        let path = store.files.path(of: stored.id)
        let raw = try #require(FileManager.default.contents(atPath: path))
        #expect(raw.range(of: Data("Siti".utf8)) == nil)
        #expect(raw.range(of: Data("%PDF".utf8)) == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `encrypts equal documents differently`() async throws {
        let store = try folder.store()
        let first = try await store.put(Pieces.pdf(500), limit: 1000)
        let second = try await store.put(Pieces.pdf(500), limit: 1000)
        let raw = [first, second].map { FileManager.default.contents(atPath: store.files.path(of: $0.id)) }
        #expect(raw[0]?.suffix(500) != raw[1]?.suffix(500))
        #expect(first.sha256 == second.sha256)
    }

    @Test func `refuses too long, empty and unknown content, and leaves nothing`() async throws {
        let store = try folder.store()
        await #expect(throws: DocumentError.tooLarge(limit: 99_999)) {
            try await store.put(Pieces.pdf(100_000), limit: 99_999)
        }
        await #expect(throws: DocumentError.empty) {
            try await store.put(Pieces(bytes: [], pieceLength: 1), limit: 10)
        }
        await #expect(throws: DocumentError.unsupportedMediaType) {
            try await store.put(Pieces(bytes: Array("MZ this is a program".utf8), pieceLength: 3), limit: 100)
        }
        await #expect(throws: DocumentError.unsupportedMediaType) {
            try await store.put(Pieces(bytes: Array("%PD".utf8), pieceLength: 1), limit: 100)
        }
        await #expect(throws: DocumentError.unsupportedMediaType) {
            try await store.put(Pieces.pdf(100), limit: 100, accepting: [.jpeg, .png])
        }
        #expect(folder.filesLeft() == [])
    }

    @Test func `takes a document of exactly the limit`() async throws {
        let stored = try await folder.store().put(Pieces.pdf(100_000), limit: 100_000)
        #expect(stored.sizeBytes == 100_000)
    }

    @Test func `passes the sender's break on unchanged and leaves nothing`() async throws {
        var pdf = Pieces.pdf(200_000)
        pdf.breaksOffAfter = 150_000
        let store = try folder.store()
        await #expect(throws: Pieces.BrokenOff()) { try await store.put(pdf, limit: 1_000_000) }
        #expect(folder.filesLeft() == [])
    }

    @Test func `says that the disk is full and leaves nothing`() async throws {
        let store = try folder.fullStore()
        await #expect(throws: DocumentError.full) { try await store.put(Pieces.pdf(100_000), limit: 1_000_000) }
        #expect(folder.filesLeft() == [])
    }

    @Test func `deletes once`() async throws {
        let store = try folder.store()
        let stored = try await store.put(Pieces.pdf(100), limit: 1000)
        #expect(try await store.delete(stored.id))
        #expect(try await store.delete(stored.id) == false)
        await #expect(throws: DocumentError.notFound) { try await store.get(stored.id) }
    }

    @Test func `opens documents of an older key and writes with the current one`() async throws {
        let old = try await folder.store().put(Pieces.pdf(100), limit: 1000)
        let store = try folder.store(current: "k2", keys: ["k1": StoreFolder.key, "k2": StoreFolder.otherKey])
        let new = try await store.put(Pieces.pdf(200), limit: 1000)
        #expect(try await content(store.get(old.id)).count == 100)
        #expect(try await content(store.get(new.id)).count == 200)
        await #expect(throws: DocumentError.unknownKey("k2")) { try await folder.store().get(new.id) }
    }

    @Test func `opens nothing under another key of the same name`() async throws {
        let stored = try await folder.store().put(Pieces.pdf(100), limit: 1000)
        let other = try folder.store(keys: ["k1": StoreFolder.otherKey])
        await #expect(throws: DocumentError.damaged) { try await other.get(stored.id) }
    }

    @Test func `many documents at once keep apart`() async throws {
        let store = try folder.store()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...40 {
                group.addTask {
                    let pdf = Pieces.pdf(1000 * number, pieceLength: 777)
                    let stored = try await store.put(pdf, limit: 100_000)
                    var bytes: [UInt8] = []
                    for try await chunk in try await store.get(stored.id) { bytes += chunk }
                    #expect(bytes == pdf.bytes)
                }
            }
            try await group.waitForAll()
        }
        #expect(folder.filesLeft().count == 40)
    }
}
