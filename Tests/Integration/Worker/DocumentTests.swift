import Broker
import Contracts
import Crypto
import Hummingbird
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@testable import Worker

/// Documents that a worker fetches over HTTP.
@Suite(.timeLimit(.minutes(3)), .requireServer(.broker, .brokerControl))
struct DocumentTests {
    private static let content = Array("%PDF-1.4 contoh".utf8)

    /// What the checks complained of.
    private final class Troubles: Sendable {
        private let seen = Mutex<[String]>([])
        var all: [String] { seen.withLock { $0 } }
        func add(_ trouble: String) { seen.withLock { $0.append(trouble) } }
    }

    /// Runs a test with a store that gives the content to the bearer of the sample token only.
    private func withStore(_ body: @Sendable (_ base: String) async throws -> Void) async throws {
        let router = Router(context: HTTPContext.self)
        router.get("documents/:id") { request, _ in
            guard request.headers[.authorization] == "Bearer contoh-token-dokumen-0001" else {
                return Response(status: .forbidden)
            }
            return Response(
                status: .ok, headers: [.contentType: "application/pdf"],
                body: .init(byteBuffer: ByteBuffer(bytes: Self.content)))
        }
        let server = HTTPServer(router: router, settings: HTTPServerSettings(port: 0), logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            try await eventually("the store listens") { server.port != nil }
            try await body("http://127.0.0.1:\(try #require(server.port))/documents/")
        }
    }

    private func document(_ base: String, of content: [UInt8] = content, size: Int = content.count) throws
        -> CheckDocument
    {
        let id = DocumentID.make()
        return CheckDocument(
            document: DocumentReference(
                id: id, kind: try DocumentKind("str"), mediaType: "application/pdf", sizeBytes: Int64(size),
                sha256: Worker.Digest.sha256(content)),
            url: base + id.description)
    }

    private func reading(_ agency: Agency, _ seen: Troubles) throws -> RunningWorker {
        try RunningWorker(agency) { question in
            guard let document = question.document("str") else { return .notFound }
            do {
                return try await question.fetch(document) == Self.content ? .recommended : .notFound
            } catch let error as WorkerError {
                seen.add(error.description)
                throw error
            }
        }
    }

    @Test func `a document is fetched with the question's bearer token`() async throws {
        try await withStore { base in
            try await Agency.with { agency in
                let troubles = Troubles()
                let worker = try reading(agency, troubles)
                try await agency.ask(agency.question(documents: [document(base)]))
                #expect(try await agency.answer().answer == .recommended)
                #expect(troubles.all.isEmpty)
                try await worker.stop()
                try await agency.expectSettled()
            }
        }
    }

    @Test func `a document that is another, larger or refused rejects the question`() async throws {
        try await withStore { base in
            try await Agency.with { agency in
                let troubles = Troubles()
                let worker = try reading(agency, troubles)
                var refused = try agency.question(documents: [document(base)])
                refused.documentAccess = "contoh-token-kedaluwarsa"
                let questions = [
                    try agency.question(documents: [document(base, of: Array("%PDF-1.4 lainnya".utf8))]),
                    try agency.question(documents: [document(base, size: Self.content.count - 1)]), refused,
                ]
                for question in questions {
                    try await agency.ask(question)
                    let rejection = try await agency.rejection()
                    #expect(rejection.properties.correlationID == question.submissionID.description)
                }
                #expect(
                    troubles.all == [
                        "document: the document is not the one that was filed: its SHA-256 differs",
                        "document: the document is not the one that was filed: it is larger",
                        "document: the document store answered 403",
                    ])
                try await worker.stop()
                try await agency.expectSettled()
            }
        }
    }
}
