import Contracts
import Database
import Documents
import Foundation
import TestSupport
import Testing

@testable import ArchivingService
@testable import Pipeline

@Suite(.requireServer(.database), .timeLimit(.minutes(3))) struct VerifierTests {
    @Test func `an intact archive has no fault, over several pages`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.archived(8)
            var told: [Int64] = []
            let verdict = try await bench.verifier.verify(bench.closings.region) { done, _ in told.append(done) }
            #expect(verdict.fault == nil)
            #expect(verdict.records == 8 && verdict.documents == 8)
            #expect(told == [3, 6, 8])
        }
    }

    @Test(arguments: [
        ("UPDATE records SET permit_number = 'forged' WHERE chain_index = 4", "4 altered-record"),
        (
            "UPDATE records SET closed_at = closed_at + interval '1 microsecond' WHERE chain_index = 4",
            "4 altered-record"
        ),
        ("UPDATE records SET state = 'nonsense' WHERE chain_index = 4", "4 unreadable-record"),
        ("UPDATE records SET retention_disposition = 'permanent' WHERE chain_index = 1", "1 altered-record"),
        ("UPDATE records SET hash = sha256('x') WHERE chain_index = 4", "4 altered-record"),
        ("UPDATE records SET previous_hash = sha256('x') WHERE chain_index = 4", "4 altered-record"),
        ("DELETE FROM records WHERE chain_index = 4", "4 missing-record"),
        ("DELETE FROM records WHERE chain_index = 1", "1 missing-record"),
        ("DELETE FROM records WHERE chain_index >= 4", "4 shortened-chain"),
        ("DELETE FROM records", "1 shortened-chain"),
        ("DELETE FROM chain_heads", "6 altered-head"),
        ("UPDATE chain_heads SET hash = sha256('x')", "6 altered-head"),
        (
            """
            UPDATE records SET chain_index = 100 WHERE chain_index = 2; \
            UPDATE records SET chain_index = 2 WHERE chain_index = 5; \
            UPDATE records SET chain_index = 5 WHERE chain_index = 100
            """, "2 altered-record"
        ),
        (
            "UPDATE contents SET application = application || '\\x00' WHERE record_id = (\(place(4)))",
            "4 altered-application"
        ),
        ("UPDATE contents SET history = '\\x00' WHERE record_id = (\(place(4)))", "4 altered-history"),
        ("DELETE FROM contents WHERE record_id = (\(place(4)))", "4 missing-application"),
        ("UPDATE record_documents SET sha256 = repeat('ab', 32) WHERE record_id = (\(place(4)))", "4 altered-record"),
        ("UPDATE record_documents SET status = 'missing' WHERE record_id = (\(place(4)))", "4 altered-record"),
        ("DELETE FROM record_documents WHERE record_id = (\(place(4)))", "4 altered-record"),
        ("UPDATE record_documents SET position = 3 WHERE record_id = (\(place(4)))", "4 unreadable-record"),
    ])
    func `what was changed in the database is named`(_ change: String, _ fault: String) async throws {
        try await ArchiveBench.with { bench in
            try await bench.archived(6)
            try await bench.tamper(change)
            #expect(try await bench.fault() == fault)
        }
    }

    @Test func `a record with a hash that fits its forged facts breaks the link behind it`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.archived(6)
            try await bench.tamper("UPDATE records SET permit_number = 'forged' WHERE chain_index = 4")
            // The forger computes the record's hash anew, but cannot change all that follows without being seen.
            let text = try await bench.database.admin.scalar(
                "SELECT number FROM records WHERE chain_index = 4", as: String.self)
            let number = try SubmissionNumber(parsing: text ?? "")
            let proof = try await ProofReader(pool: bench.database.service).proof(of: number, in: bench.closings.region)
            let entry = try #require(proof?.records.first)
            #expect(!entry.isIntact)
            try await bench.tamper(
                "UPDATE records SET hash = sha256('\(entry.canonicalForm)'::bytea) WHERE chain_index = 4")
            #expect(try await bench.fault() == "5 broken-link")
        }
    }

    @Test func `a changed copy of a document is named, a missing one too`() async throws {
        try await ArchiveBench.with { bench in
            let all = try await bench.archived(6)
            let document = try #require(all[3].documents.first)
            let path = try #require(file(of: document.id, below: bench.archiveDirectory))
            var bytes = try Data(contentsOf: URL(filePath: path))
            bytes[bytes.count - 20] ^= 1
            try bytes.write(to: URL(filePath: path))
            #expect(try await bench.fault() == "4 altered-document")
            let fault = try await bench.verifier.verify(bench.closings.region).fault
            #expect(fault?.document == document.id)

            #expect(try await bench.archive.delete(document.id))
            #expect(try await bench.fault() == "4 missing-document")
            _ = try await bench.archive.put(OneChunk(bytes: pdf("another")), limit: 10_000, as: document.id)
            #expect(try await bench.fault() == "4 altered-document")
        }
    }

    @Test func `the first of several faults is named`() async throws {
        try await ArchiveBench.with { bench in
            try await bench.archived(6)
            try await bench.tamper("DELETE FROM contents WHERE record_id = (\(place(5)))")
            try await bench.tamper("UPDATE records SET note = 'x' WHERE chain_index = 2")
            try await bench.tamper("DELETE FROM chain_heads")
            #expect(try await bench.fault() == "2 altered-record")
        }
    }

    @Test func `content that the chain says was disposed of is not missed`() async throws {
        try await ArchiveBench.with { bench in
            let all = try await bench.archived(2)
            let first = try await bench.database.admin.scalar(
                "SELECT record_id FROM records WHERE chain_index = 1", as: UUID.self)
            let disposed = RecordID(try #require(first))
            let document = try #require(all[0].documents.first)
            try await bench.tamper("DELETE FROM contents WHERE record_id = '\(disposed)'")
            #expect(try await bench.archive.delete(document.id))
            #expect(try await bench.fault() == "1 missing-application")
            try await bench.engine.perform { unit in
                let closed = all[0]
                let facts = RecordFacts(
                    recordID: .make(), kind: .disposal, supplements: disposed, note: "Berita acara 1/2031",
                    region: bench.closings.region, submissionID: closed.submissionID, number: closed.number,
                    event: .make(), service: closed.service, state: closed.state, permitNumber: nil,
                    receivedAt: closed.receivedAt, closedAt: closed.closedAt, correctionRounds: 0,
                    retention: closed.retention, disposalNotBefore: nil, applicationHash: nil, historyHash: nil,
                    documents: [], archivedAt: unit.now)
                try await ChainWriter().append(
                    [RecordDraft(facts: facts, application: nil, history: nil, sequence: 2, traceparent: nil)],
                    in: unit)
            }
            let verdict = try await bench.verifier.verify(bench.closings.region)
            #expect(verdict.fault == nil && verdict.records == 3 && verdict.disposed == 1)
        }
    }

    @Test func `the proof of a record is enough to check it elsewhere`() async throws {
        try await ArchiveBench.with { bench in
            let all = try await bench.archived(2)
            let reader = ProofReader(pool: bench.database.service)
            let found = try await reader.proof(of: all[1].number, in: bench.closings.region)
            let proof = try #require(found)
            #expect(proof.records.count == 1 && proof.chainLength == 2)
            let entry = try #require(proof.records.first)
            let said = try await bench.said()
            let told = try #require(said.first { $0.body.submissionID == all[1].submissionID }?.body)
            #expect(entry.hash == told.hash && entry.previousHash == told.previousHash && entry.isIntact)
            // Any tool can hash the form; here it is PostgreSQL.
            let hash = try await bench.database.admin.scalar(
                "SELECT encode(sha256(convert_to(\(entry.canonicalForm), 'UTF8')), 'hex')", as: String.self)
            #expect(hash == entry.hash)
            #expect(try await reader.proof(of: .make(region: bench.closings.region), in: bench.closings.region) == nil)
        }
    }

    private func file(of id: DocumentID, below directory: String) -> String? {
        FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String }
            .first { $0.contains(id.description) }.map { directory + "/" + $0 }
    }
}

/// The record at a place, for changes by its id.
private func place(_ index: Int) -> String { "SELECT record_id FROM records WHERE chain_index = \(index)" }
