import Contracts
import Database
import Foundation
import TestSupport
import Testing

@testable import VerificationService

@Suite("Locking applications", .requireServer(.database), .timeLimit(.minutes(3)))
struct DossierStoreTests {
    private struct Locked: RowDecodable {
        init(row: inout Row) throws(DatabaseError) { _ = try row.next() as UUID }
    }

    private let store = DossierStore(nudging: Nudging(firstSeconds: 1, longestSeconds: 4))

    @Test func `an application is found under its own region only, with its checks and clock`() async throws {
        try await VerificationFixture.run { fixture in
            let first = try await fixture.file(try fixture.received()).submissionID
            let second = try await fixture.file(try fixture.received()).submissionID
            let region = try VerificationFixture.region
            let turns = try await fixture.pool.transaction { transaction in
                try await store.lock(
                    [first: region, second: try RegionCode("3578"), .make(): region], transaction)
            }
            #expect(Array(turns.keys) == [first])
            let dossier = try #require(turns[first]).dossier
            #expect(dossier.checks.map(\.agency.value).sorted() == ["dinkes-3574", "dukcapil"])
            #expect(!dossier.segments.isEmpty)
            #expect(try await fixture.pool.transaction { try await store.lock([:], $0) }.isEmpty)
        }
    }

    @Test func `what is locked is left to others where that is asked for`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await fixture.file(try fixture.received()).submissionID
            let region = try VerificationFixture.region
            try await fixture.pool.transaction { other in
                _ = try await store.lock([id: region], other)
                let left = try await fixture.pool.transaction { transaction in
                    try await store.lock([id: region], leavingOutLocked: true, transaction)
                }
                #expect(left.isEmpty)
            }
        }
    }

    @Test func `batches that touch the same applications in any order do not wait in a circle`() async throws {
        try await VerificationFixture.run { fixture in
            var ids: [SubmissionID] = []
            for _ in 0..<6 { ids.append(try await fixture.file(try fixture.received()).submissionID) }
            let (known, region) = (ids, try VerificationFixture.region)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<3 {
                    tasks.addTask {
                        for _ in 0..<20 {
                            let wanted = Dictionary(uniqueKeysWithValues: known.shuffled().map { ($0, region) })
                            let turns = try await fixture.pool.transaction(retries: 0) { transaction in
                                try await store.lock(wanted, transaction)
                            }
                            #expect(turns.count == known.count)
                        }
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }
}
