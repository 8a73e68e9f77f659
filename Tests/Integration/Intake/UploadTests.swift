import Contracts
import Database
import Documents
import Foundation
import Hummingbird
import IntakeService
import Pipeline
import ServiceRuntime
import TestSupport
import Testing

@Suite("Uploading documents", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct UploadTests {
    @Test func `a document is stored under a random id and can be read back`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let content = IntakeFixture.pdf(String(repeating: "isi ", count: 20_000))
            let answer = try await intake.send(
                .post, "/v1/documents", token: token, type: "application/octet-stream", body: content)
            #expect(answer.status == 201)
            #expect(answer.body["mediaType"] == "application/pdf")
            #expect(answer.body["sizeBytes"] == .integer(Int64(content.count)))
            let id = try DocumentID(parsing: answer.body["id"]?.string ?? "")
            var read: [UInt8] = []
            for try await chunk in try await intake.store.get(id) { read += chunk }
            #expect(read == content)
            #expect(try await intake.count("SELECT count(*) FROM uploads WHERE subject = 'citizen-1'") == 1)
        }
    }

    @Test(arguments: [
        ("text", Array("just a text of some length".utf8), 415), ("empty", [], 422),
        ("too large", Array("%PDF-1.4 ".utf8) + Array(repeating: 32, count: 200_001), 413),
        ("a lie about its type", Array("<html>".utf8), 415),
    ])
    func `what is no document is refused and leaves nothing`(what: String, content: [UInt8], status: Int) async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let answer = try await intake.send(
                .post, "/v1/documents", token: token, type: "application/pdf", body: content)
            #expect(answer.status == status, "\(what)")
            #expect(try await intake.count("SELECT count(*) FROM uploads") == 0)
            #expect(intake.files.isEmpty)
        }
    }

    @Test func `a full store answers 507 with when to come back, and keeps nothing`() async throws {
        try await IntakeFixture.run(isStoreFull: true) { intake in
            let token = try await intake.token("citizen-1")
            let answer = try await intake.send(
                .post, "/v1/documents", token: token, type: "application/pdf", body: IntakeFixture.pdf())
            #expect(answer.status == 507)
            #expect(answer.body["type"]?.string?.contains("insufficient-storage") == true)
            #expect(try await intake.count("SELECT count(*) FROM uploads") == 0)
            #expect(intake.files.isEmpty)
        }
    }

    @Test func `a form and a stranger are refused before anything is read`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let form = try await intake.send(
                .post, "/v1/documents", token: token, type: "multipart/form-data; boundary=x", body: IntakeFixture.pdf()
            )
            #expect(form.status == 415)
            let stranger = try await intake.send(
                .post, "/v1/documents", type: "application/pdf", body: IntakeFixture.pdf())
            #expect(stranger.status == 401)
        }
    }

    @Test func `the catalogue's own limits hold at once when the kind is told`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let path = "/v1/documents?region=3574&service=\(SampleService.code)&kind="
            let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0] + Array(repeating: 0, count: 100)
            #expect(try await intake.send(.post, path + "str", token: token, body: jpeg).status == 415)
            #expect(try await intake.send(.post, path + "old-permit", token: token, body: jpeg).status == 201)
            let large = Array("%PDF-1.4 ".utf8) + Array(repeating: 32, count: 100_001)
            #expect(try await intake.send(.post, path + "str", token: token, body: large).status == 413)
            let unknown = try await intake.send(.post, path + "selfie", token: token, body: jpeg)
            #expect(unknown.faults == ["kind unknown"])
        }
    }

    @Test func `a repeat under a key gets the same document, another content 422`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let first = try await intake.send(
                .post, "/v1/documents", token: token, key: "u1", body: IntakeFixture.pdf())
            let again = try await intake.send(
                .post, "/v1/documents", token: token, key: "u1", body: IntakeFixture.pdf())
            #expect(first.status == 201)
            #expect(again.status == 200)
            #expect(again.body["id"] == first.body["id"])
            let other = try await intake.send(
                .post, "/v1/documents", token: token, key: "u1", body: IntakeFixture.pdf("lain"))
            #expect(other.problem == "idempotency-key-reused")
            #expect(intake.files.count == 1)
        }
    }

    @Test func `too many unused documents of one subject are refused`() async throws {
        try await IntakeFixture.run {
            $0.openUploads = 2
        } _: { intake in
            let token = try await intake.token("citizen-1")
            for _ in 0..<2 { _ = try await intake.upload(token) }
            let answer = try await intake.send(.post, "/v1/documents", token: token, body: IntakeFixture.pdf())
            #expect(answer.status == 429)
            #expect(answer.headers[.retryAfter] != nil)
        }
    }

    @Test func `a document that no application used in time is deleted, and can no longer be used`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let kept = try await intake.upload(token)
            let source = ExpiredUploadSource(store: intake.store)
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 0)
            _ = try await intake.pool.execute(
                "UPDATE uploads SET expires_at = now() WHERE document_id = \(try DocumentID(parsing: document).uuid)")
            let late = try await intake.file(person: 1, token: token, document: document)
            #expect(late.faults == ["/documents/0/id document-unknown"])
            #expect(try await source.runDue(limit: 10, in: intake.engine) == 1)
            #expect(intake.files.count == 1)
            #expect(try await intake.file(person: 1, token: token, document: kept).status == 201)
        }
    }

    @Test func `the sweep removes what no table knows and nothing else`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            _ = try await intake.filed(person: 1, token: token)
            _ = try await intake.upload(token)
            let orphan = try await intake.store.put(Pieces([IntakeFixture.pdf("yatim")]), limit: 1000)
            #expect(intake.files.count == 3)
            let removed = try await intake.assembly.sweeper.sweep(writtenBefore: Date.now.addingTimeInterval(60))
            #expect(removed == 1)
            #expect(intake.files.count == 2)
            await #expect(throws: DocumentError.notFound) { _ = try await intake.store.get(orphan.id) }
        }
    }
}

/// Chunks as they come in.
struct Pieces: AsyncSequence, Sendable {
    let pieces: [[UInt8]]

    init(_ pieces: [[UInt8]]) { self.pieces = pieces }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<[UInt8]>

        mutating func next() async -> [UInt8]? { rest.popFirst() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: pieces[...]) }
}

extension IntakeFixture {
    /// The files in the document store.
    var files: [String] {
        let folder = directory + "/documents"
        let paths = FileManager.default.subpaths(atPath: folder) ?? []
        return paths.filter { path in
            // A path that is gone by now is no file.
            let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + path)
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }
    }
}
