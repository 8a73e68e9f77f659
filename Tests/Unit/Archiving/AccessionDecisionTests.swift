import Contracts
import Testing

@testable import ArchivingService

@Suite(.timeLimit(.minutes(1))) struct AccessionDecisionTests {
    private static let policy = AccessionPolicy(firstWait: 30, longestWait: 3600, patience: 1000)

    private func documents(_ count: Int) throws -> [DocumentReference] {
        try (0..<count).map { _ in
            DocumentReference(
                id: .make(), kind: try DocumentKind("str"), mediaType: "application/pdf", sizeBytes: 10,
                sha256: String(repeating: "ab", count: 32))
        }
    }

    private func decide(
        _ documents: [DocumentReference], _ findings: [DocumentFinding], tries: Int = 1, age: Int64 = 0,
        accepts: Bool = false
    ) -> AccessionDecision {
        AccessionDecision(
            documents: documents,
            findings: Dictionary(
                zip(documents.map(\.id), findings), uniquingKeysWith: { first, _ in first }),
            tries: tries, age: age, acceptsFindings: accepts, policy: Self.policy)
    }

    private func archived(_ documents: [DocumentReference], _ statuses: [DocumentStatus]) -> AccessionDecision {
        .archive(zip(documents, statuses).map { RecordedDocument(reference: $0, status: $1) })
    }

    @Test func `all documents there means archived, in the application's order`() throws {
        let list = try documents(3)
        #expect(decide(list, [.kept, .kept, .kept]) == archived(list, [.kept, .kept, .kept]))
        #expect(decide([], []) == .archive([]))
    }

    @Test func `a missing document is waited for with growing waits, then named in the record`() throws {
        let list = try documents(2)
        for (tries, seconds) in [(1, 30), (2, 60), (3, 120), (9, 3600)] {
            #expect(
                decide(list, [.kept, .missing], tries: tries, age: 999)
                    == .wait(
                        seconds: Int64(seconds), state: .collecting, finding: "document-missing", document: list[1].id,
                        counts: true))
        }
        #expect(decide(list, [.kept, .missing], tries: 9, age: 1000) == archived(list, [.kept, .missing]))
        #expect(decide(list, [.missing, .kept], accepts: true) == archived(list, [.missing, .kept]))
    }

    @Test func `an altered document blocks however long it takes, until an operator accepts it`() throws {
        let list = try documents(2)
        let blocked = AccessionDecision.wait(
            seconds: 30, state: .blocked, finding: "document-altered", document: list[0].id, counts: true)
        #expect(decide(list, [.altered, .kept]) == blocked)
        #expect(decide(list, [.altered, .missing], age: 1_000_000) == blocked)
        #expect(decide(list, [.altered, .kept], accepts: true) == archived(list, [.altered, .kept]))
    }

    @Test func `a store that cannot be used says nothing about documents`() throws {
        let list = try documents(2)
        for accepts in [false, true] {
            #expect(
                decide(
                    list, [.altered, .unavailable(reason: "archive-full")], tries: 7, age: 1_000_000, accepts: accepts)
                    == .wait(
                        seconds: 30, state: .collecting, finding: "archive-full", document: list[1].id, counts: false))
        }
        #expect(
            decide(list, [.kept])
                == .wait(
                    seconds: 30, state: .collecting, finding: "not-tried", document: list[1].id, counts: false))
    }
}
