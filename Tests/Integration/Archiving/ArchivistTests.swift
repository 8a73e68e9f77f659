import Contracts
import Database
import Documents
import Foundation
import TestSupport
import Testing

@testable import ArchivingService
@testable import Pipeline

@Suite(.requireServer(.database), .timeLimit(.minutes(3))) struct ArchivistTests {
    @Test func `a closed application becomes a record with copies of its documents`() async throws {
        try await ArchiveBench.with { bench in
            let closed = try bench.closings.closed([
                try await bench.document("str"), try await bench.document("foto", kind: "foto"),
            ])
            let message = try bench.closings.inbound(closed)
            try await bench.apply(message)
            #expect(try await bench.number("SELECT count(*) FROM records") == 0)
            #expect(try await bench.archivist.runDue(limit: 100, in: bench.engine) == 1)

            let said = try await bench.said()
            #expect(said.map(\.sequence) == [1])
            let body = try #require(said.first?.body)
            #expect(body.submissionID == closed.submissionID && body.number == closed.number)
            #expect(body.chainIndex == 1 && body.previousHash == nil)
            for document in closed.documents {
                #expect(try await bench.archive.described(document.id)?.sha256 == document.sha256)
            }
            let verdict = try await bench.verifier.verify(bench.closings.region)
            #expect(verdict.fault == nil && verdict.records == 1 && verdict.documents == 2)
            #expect(verdict.head.map { Hexadecimal.text($0.hash) } == body.hash)
            #expect(try await bench.number("SELECT count(*) FROM accessions WHERE body IS NOT NULL") == 0)
            #expect(
                try await bench.number("SELECT count(*) FROM outbox o JOIN events e USING (message_id)") == 1)
        }
    }

    @Test func `an application without documents is archived in the transaction that takes it up`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed()))
            #expect(try await bench.said().map(\.body.chainIndex) == [1])
            #expect(try await bench.fault() == nil)
        }
    }

    @Test func `a redelivery changes nothing, a nudge repeats what was said under the same id`() async throws {
        try await ArchiveBench.with { bench in
            let closed = try bench.closings.closed()
            let message = try bench.closings.inbound(closed)
            try await bench.apply(message)
            try await bench.tamper("DELETE FROM outbox")
            try await bench.apply(message)
            #expect(try await bench.number("SELECT count(*) FROM outbox") == 0)
            try await bench.apply(try bench.closings.inbound(closed, attempt: 2, id: message.envelope.id))
            #expect(try await bench.number("SELECT count(*) FROM outbox WHERE attempt = 2") == 1)
            #expect(try await bench.said().count == 1)
        }
    }

    @Test func `an application is archived once, whatever message brings it`() async throws {
        try await ArchiveBench.with { bench in
            let closed = try bench.closings.closed([try await bench.document("str")])
            try await bench.apply(try bench.closings.inbound(closed), try bench.closings.inbound(closed))
            try await bench.apply(try bench.closings.inbound(closed))
            _ = try await bench.archivist.runDue(limit: 100, in: bench.engine)
            _ = try await bench.archivist.runDue(limit: 100, in: bench.engine)
            #expect(try await bench.said().count == 1)
            #expect(try await bench.number("SELECT count(*) FROM records") == 1)
        }
    }

    @Test func `a shutdown in the middle leaves no application claimed`() async throws {
        try await ArchiveBench.with { bench in
            let closed = try bench.closings.closed([try await bench.document("str")])
            try await bench.apply(try bench.closings.inbound(closed))
            let (archivist, engine) = (bench.archivist, bench.engine)
            let running = try await bench.database.admin.transaction { transaction in
                // The record cannot be written yet.
                _ = try await transaction.execute("LOCK TABLE records IN ACCESS EXCLUSIVE MODE")
                let running = Task { try await archivist.runDue(limit: 100, in: engine) }
                try await eventually("the record waits for the lock") {
                    try await bench.number(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                    ) > 0
                }
                running.cancel()
                return running
            }
            #expect(try await running.value == 1)
            #expect(try await bench.number("SELECT count(*) FROM records") == 1)
        }
    }

    @Test func `a batch of two regions makes two chains`() async throws {
        try await ArchiveBench.with { bench in
            let other = try Closings(ring: bench.closings.ring, region: "3573")
            try await bench.apply(
                try bench.closings.inbound(try bench.closings.closed()), try other.inbound(try other.closed()),
                try bench.closings.inbound(try bench.closings.closed()))
            #expect(try await bench.verifier.regions().map(\.digits) == ["3573", "3574"])
            #expect(try await bench.verifier.verify(bench.closings.region).records == 2)
            #expect(try await bench.verifier.verify(other.region).records == 1)
        }
    }

    @Test func `many writers at once make one unbroken chain`() async throws {
        try await ArchiveBench.with { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<5 {
                            try await bench.apply(try bench.closings.inbound(try bench.closings.closed()))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let verdict = try await bench.verifier.verify(bench.closings.region)
            #expect(verdict.fault == nil && verdict.records == 40)
        }
    }

    @Test func `a missing document is waited for and found`() async throws {
        try await ArchiveBench.with(policy: AccessionPolicy(firstWait: 0, longestWait: 0, patience: 1000)) { bench in
            let there = try await bench.document("str")
            let late = try await bench.document("foto")
            let bytes = pdf("foto")
            #expect(try await bench.source.delete(late.id))
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed([there, late])))
            #expect(try await bench.archivist.runDue(limit: 1, in: bench.engine) == 1)
            #expect(try await bench.said().isEmpty)
            #expect(
                try await bench.database.admin.scalar(
                    "SELECT finding || ' ' || finding_document::text || ' ' || tries::text FROM accessions",
                    as: String.self) == "document-missing \(late.id) 1")
            _ = try await bench.source.put(OneChunk(bytes: bytes), limit: 100_000, as: late.id)
            #expect(try await bench.archivist.runDue(limit: 1, in: bench.engine) == 1)
            #expect(try await bench.said().count == 1)
            #expect(try await bench.number("SELECT count(*) FROM record_documents WHERE status = 'kept'") == 2)
        }
    }

    @Test func `a document that never comes is named as missing in the record`() async throws {
        try await ArchiveBench.with(policy: AccessionPolicy(patience: 0)) { bench in
            let gone = try await bench.document("str")
            #expect(try await bench.source.delete(gone.id))
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed([gone])))
            _ = try await bench.archivist.runDue(limit: 10, in: bench.engine)
            #expect(try await bench.said().count == 1)
            #expect(try await bench.number("SELECT count(*) FROM record_documents WHERE status = 'missing'") == 1)
            #expect(try await bench.fault() == nil)
        }
    }

    @Test func `an altered document blocks until it is put right, and a nudge looks again at once`() async throws {
        try await ArchiveBench.with { bench in
            let right = try await bench.document("right")
            #expect(try await bench.source.delete(right.id))
            _ = try await bench.source.put(OneChunk(bytes: pdf("forged")), limit: 100_000, as: right.id)
            let closed = try bench.closings.closed([right])
            let message = try bench.closings.inbound(closed)
            try await bench.apply(message)
            _ = try await bench.archivist.runDue(limit: 10, in: bench.engine)
            #expect(
                try await bench.database.admin.scalar("SELECT state || ' ' || finding FROM accessions", as: String.self)
                    == "blocked document-altered")
            #expect(try await bench.archive.described(right.id) == nil)
            #expect(try await bench.archivist.runDue(limit: 10, in: bench.engine) == 0)

            #expect(try await bench.source.delete(right.id))
            _ = try await bench.source.put(OneChunk(bytes: pdf("right")), limit: 100_000, as: right.id)
            try await bench.apply(try bench.closings.inbound(closed, attempt: 2, id: message.envelope.id))
            #expect(try await bench.archivist.runDue(limit: 10, in: bench.engine) == 1)
            #expect(try await bench.said().count == 1)
        }
    }

    @Test func `an operator has a finding recorded`() async throws {
        try await ArchiveBench.with { bench in
            let right = try await bench.document("right")
            #expect(try await bench.source.delete(right.id))
            _ = try await bench.source.put(OneChunk(bytes: pdf("forged")), limit: 100_000, as: right.id)
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed([right])))
            _ = try await bench.archivist.runDue(limit: 10, in: bench.engine)
            _ = try await bench.database.service.execute(
                "UPDATE accessions SET accepts_findings = true, due_at = now()")
            _ = try await bench.archivist.runDue(limit: 10, in: bench.engine)
            #expect(try await bench.number("SELECT count(*) FROM record_documents WHERE status = 'altered'") == 1)
        }
    }

    @Test func `a crash between copying and writing costs a second look and nothing else`() async throws {
        try await ArchiveBench.with { bench in
            let document = try await bench.document("str")
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed([document])))
            // The first process copied and died: the lease runs.
            _ = try await bench.source.copy(document.id, to: bench.archive, expecting: document.sha256)
            _ = try await bench.database.admin.execute(
                "UPDATE accessions SET due_at = now() + interval '60 s'")
            #expect(try await bench.archivist.runDue(limit: 10, in: bench.engine) == 0)
            _ = try await bench.database.admin.execute("UPDATE accessions SET due_at = now()")
            #expect(try await bench.archivist.runDue(limit: 10, in: bench.engine) == 1)
            #expect(try await bench.said().count == 1)
        }
    }

    @Test func `what is kept of an application holds no clear text`() async throws {
        try await ArchiveBench.with { bench in
            let document = try await bench.document("str")
            try await bench.apply(try bench.closings.inbound(try bench.closings.closed([document])))
            // A second one is archived, so that every table has a row.
            try await bench.archived(1)
            for table in ["accessions", "records", "contents", "data_keys", "record_documents", "events"] {
                #expect(try await bench.number("SELECT count(*) FROM \(unescaped: table)") > 0)
                for clear in ["Rahasia", "rahasia@example.org", "\"trigger\""] {
                    // Bytes are shown as hexadecimal digits, texts as they are.
                    let digits = Hexadecimal.text(clear.utf8)
                    let found = try await bench.number(
                        """
                        SELECT count(*) FROM \(unescaped: table) t \
                        WHERE position(\(digits) IN t::text) > 0 OR position(\(clear) IN t::text) > 0
                        """)
                    #expect(found == 0, "\(clear) in \(table)")
                }
            }
        }
    }

    @Test func `the service's role can add to the archive and change nothing in it`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.archived(1)
            for statement in [
                "UPDATE records SET permit_number = 'x'", "DELETE FROM records", "TRUNCATE records",
                "UPDATE record_documents SET status = 'missing'", "DELETE FROM record_documents",
                "UPDATE contents SET history = '\\x00'", "DELETE FROM contents", "DELETE FROM data_keys",
                "DELETE FROM chain_heads", "DELETE FROM accessions", "DROP TABLE records", "CREATE TABLE x (y int)",
            ] {
                let error = await #expect(throws: DatabaseError.self, "\(statement)") {
                    _ = try await bench.database.service.execute(SQL(unescaped: statement))
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
            // Not even the owner changes a record.
            let error = await #expect(throws: DatabaseError.self) {
                _ = try await bench.database.admin.execute("UPDATE records SET permit_number = 'x'")
            }
            #expect(error?.sqlState == "42501")
        }
    }
}
