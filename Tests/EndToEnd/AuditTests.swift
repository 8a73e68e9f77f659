import Database
import Foundation
import TestSupport
import Testing

/// The audit over a real flow: clean while the suite works, clean at rest, and naming what was broken on purpose.
@Suite("The audit", .serialized, .requireServer(.privateServers), .timeLimit(.minutes(10)))
struct AuditTests {
    @Test func `the books close under load and at rest, and broken ones are named`() async throws {
        try await LocalSuite.with { suite in
            try await closesUnderLoad(suite)
            for service in LocalSuite.services { try await suite.local("stop", service) }
            let rest = try await suite.audit("--exact", "--settle", "0")
            #expect(rest.isClean, "\(rest.differences)")
            #expect(rest.regions == [Audit.Region(accepted: 13, inTransit: 0, seen: 13, open: 0, closed: 13)])
            try await SuiteDatabase.with(suite) { database in
                for breakage in Breakage.all { try await check(breakage, suite, database) }
            }
            #expect(try await suite.audit("--exact", "--settle", "0").isClean)
        }
    }

    private func closesUnderLoad(_ suite: LocalSuite) async throws {
        async let numbers = suite.submitAll(100..<112)
        for _ in 0..<3 {
            for arguments in [[], ["--exact"], ["--exact", "--settle", "60"]] {
                let found = try await suite.audit(arguments)
                #expect(found.isClean, "\(arguments): \(found.differences)")
            }
        }
        for number in try await numbers { try await suite.archived(number) }
        // The last notices and their echoes.
        #expect(try await suite.audit("--exact", "--settle", "60").isClean)
        try await SuiteDatabase.with(suite) { database in
            for service in LocalSuite.services {
                try await eventually(within: .seconds(60), "the outbox of \(service) is empty") {
                    try await database.count("SELECT count(*) FROM \(identifier: service).outbox") == 0
                }
            }
        }
    }

    /// Breaks, audits, mends.
    private func check(_ breakage: Breakage, _ suite: LocalSuite, _ database: SuiteDatabase) async throws {
        try await database.pool.session { session in
            let id = try #require(try await session.scalar(breakage.victim, as: String.self), "\(breakage.what)")
            try await session.script(
                "SET session_replication_role = replica; " + breakage.damage.replacing("{id}", with: id))
            for arguments in breakage.arguments {
                let found = try await suite.audit(arguments)
                #expect(!found.isClean, "\(breakage.what) \(arguments)")
                let named = found.differences.contains { difference in
                    difference.equation == breakage.equation && difference.ids.contains { $0.contains(id) }
                }
                #expect(named, "\(breakage.what) \(arguments): \(id) in \(found.differences)")
            }
            try await session.script(breakage.repair.replacing("{id}", with: id) + "; RESET session_replication_role")
        }
        let found = try await suite.audit("--exact", "--settle", "0")
        #expect(found.isClean, "after \(breakage.what): \(found.differences)")
    }
}
