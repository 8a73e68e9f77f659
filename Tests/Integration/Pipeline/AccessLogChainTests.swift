import Contracts
import Crypto
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("The access log's chain", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct AccessLogChainTests {
    /// A link with its entry.
    private struct Link: RowDecodable {
        let index: Int64
        let hash: [UInt8]
        let entry: String

        init(row: inout Row) throws(DatabaseError) {
            index = try row.next()
            hash = try row.next()
            entry = try row.next()
        }
    }

    private func give(_ count: Int, in region: RegionCode, _ engine: Engine) async throws {
        try await engine.perform { unit in
            for number in 0..<count {
                unit.log(
                    UnitOfWork.Access(
                        region: region, submission: .make(), principal: "agency-\(number)", role: "agency",
                        purpose: "a check, \"quoted\"", fields: ["name", "nik"]))
            }
        }
    }

    private func links(_ region: RegionCode, _ stage: Stage) async throws -> [Link] {
        // The entry as the documentation says it is written, apart from the schema's own function.
        try await stage.database.query(
            """
            SELECT l.chain_index, l.hash, jsonb_build_array(a.region, a.id, (extract(epoch FROM a.at) * 1000000)::bigint, \
            a.principal, a.role, a.purpose, a.fields, a.submission_id)::text \
            FROM access_log_links l JOIN access_log a ON a.region = l.region AND a.id = l.entry_id \
            WHERE l.region = \(region.digits) ORDER BY l.chain_index
            """, as: Link.self)
    }

    private func count(_ table: String, _ stage: Stage) async throws -> Int64? {
        try await stage.database.scalar("SELECT count(*) FROM \(identifier: table)", as: Int64.self)
    }

    @Test func `the due loop links every entry into its region's chain, which anybody can compute`() async throws {
        try await withStage { stage in
            let other = try RegionCode("3578")
            let replica = Replica(stage)
            try await give(7, in: stage.region, replica.engine)
            try await give(3, in: other, replica.engine)
            try await eventually("all are linked") { try await count("access_log_links", stage) == 10 }
            try await give(5, in: stage.region, replica.engine)
            try await eventually("all are linked") { try await count("access_log_links", stage) == 15 }
            #expect(try await count("access_log_unlinked", stage) == 0)
            for (region, expected) in [(stage.region, 12), (other, 3)] {
                let links = try await links(region, stage)
                #expect(links.map(\.index) == (1...Int64(expected)).map(\.self))
                var before = [UInt8](repeating: 0, count: 32)
                for link in links {
                    before = Array(SHA256.hash(data: before + Array(link.entry.utf8)))
                    #expect(link.hash == before)
                }
            }
            await replica.stop()
        }
    }

    @Test func `two processes link every entry once`() async throws {
        try await withStage { stage in
            let engine = stage.engine()
            try await give(300, in: stage.region, engine)
            let chain = AccessLogChain()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    tasks.addTask {
                        while try await count("access_log_unlinked", stage) != 0 {
                            _ = try await chain.runDue(limit: 40, in: engine)
                        }
                    }
                }
                try await tasks.waitForAll()
            }
            let links = try await links(stage.region, stage)
            #expect(links.map(\.index) == (1...300).map(\.self))
            await engine.pool.close()
        }
    }

    @Test func `a changed, deleted or unlinked entry shows, and the service may do neither`() async throws {
        try await withStage { stage in
            let engine = stage.engine()
            try await give(5, in: stage.region, engine)
            while try await AccessLogChain().runDue(limit: 2, in: engine) > 0 {}
            let faulty = """
                SELECT chain_index FROM audit_access_log WHERE hash IS DISTINCT FROM expected OR NOT is_gapless \
                ORDER BY chain_index
                """
            #expect(try await stage.database.column(SQL(unescaped: faulty), as: Int64.self).isEmpty)
            for statement: SQL in [
                "UPDATE access_log SET purpose = 'nothing'", "DELETE FROM access_log", "DELETE FROM access_log_links",
                "UPDATE access_log_links SET chain_index = 0",
            ] {
                let error = await #expect(throws: DatabaseError.self) { try await engine.pool.execute(statement) }
                #expect(error?.sqlState == "42501")
            }
            try await stage.database.execute(
                """
                UPDATE access_log SET purpose = 'nothing' WHERE id = (SELECT entry_id FROM access_log_links \
                WHERE chain_index = 3)
                """)
            #expect(try await stage.database.column(SQL(unescaped: faulty), as: Int64.self) == [3])
            try await stage.database.execute("DELETE FROM access_log_links WHERE chain_index = 5")
            try await stage.database.execute("DELETE FROM access_log_links WHERE chain_index = 1")
            #expect(try await stage.database.column(SQL(unescaped: faulty), as: Int64.self).first == 2)
            #expect(try await count("audit_access_log_unlinked", stage) == 2)
            await engine.pool.close()
        }
    }
}
