package import Contracts
import Database
import Foundation
package import Pipeline

/// Takes closed applications up: those without documents go straight into the chain, the others wait for their copies.
package struct ArchivingHandler: MessageHandler {
    /// A closing event.
    package struct Message: Sendable {
        let file: AccessionFile
    }

    /// Archiving sees a part of verification's events only.
    package let orderedSources: Set<ServiceName> = []
    private let vault: ArchiveVault
    private let writer = ChainWriter()

    /// Makes a handler.
    package init(vault: ArchiveVault) { self.vault = vault }

    /// Reads a closing event.
    package func decode(_ inbound: InboundMessage) throws(ContractViolation) -> Message {
        guard inbound.envelope.type == .submissionClosed else {
            throw ContractViolation(code: "unknown-type", message: "must be submission.closed.v1")
        }
        let file = try AccessionFile(body: inbound.body)
        guard file.closed.submissionID == inbound.envelope.subject else {
            throw ContractViolation(
                pointer: "/submissionId", code: "subject", message: "must be the subject of the envelope")
        }
        return Message(file: file)
    }

    /// Takes the applications up; one that was taken up before stays as it is.
    package func apply(_ messages: [Accepted<Message>], in unit: UnitOfWork) async throws {
        var first: [Accession.Key: Accepted<Message>] = [:]
        for message in messages {
            let key = Accession.Key(submission: message.submission, region: message.region)
            if first[key] == nil { first[key] = message }
        }
        let fresh = try await open(first, in: unit)
        var drafts: [RecordDraft] = []
        for key in fresh.sorted() {
            guard let message = first[key], message.message.file.closed.documents.isEmpty else { continue }
            let envelope = message.inbound.envelope
            drafts.append(
                try message.message.file.draft(
                    region: key.region, event: envelope.id, traceparent: envelope.traceparent, documents: [],
                    sequence: 1, vault: vault, at: unit.now))
        }
        try await writer.append(drafts, in: unit)
    }

    /// Says again where the record stands when somebody still waits for it, and looks again for what blocks it.
    package func repeated(_ messages: [Accepted<Message>], in unit: UnitOfWork) async throws {
        let asked = messages.filter { $0.inbound.envelope.attempt >= 2 }
        guard !asked.isEmpty else { return }
        for message in asked { unit.repeatAll(about: message.submission, in: message.region) }
        unit.makeDue(Archivist.source)
        unit.transaction.send(
            """
            UPDATE accessions SET due_at = now() WHERE state = 'blocked' AND due_at > now() \
            AND (region, submission_id) IN \
            (SELECT * FROM unnest(\(asked.map(\.region.digits)), \(asked.map(\.submission.uuid))))
            """)
    }

    /// Makes the rows of applications that have none.
    ///
    /// - Returns: which of them are new.
    private func open(
        _ messages: [Accession.Key: Accepted<Message>], in unit: UnitOfWork
    ) async throws -> Set<Accession.Key> {
        let keys = messages.keys.sorted()
        let rows = keys.compactMap { messages[$0] }
        let waits = rows.map { !$0.message.file.closed.documents.isEmpty }
        var bodies: [[UInt8]?] = []
        for (row, waits) in zip(rows, waits) {
            bodies.append(waits ? try vault.protect(row.inbound.body, row.inbound.envelope.id) : nil)
        }
        if waits.contains(true) { unit.makeDue(Archivist.source) }
        let fresh = try await unit.transaction.query(
            """
            INSERT INTO accessions (region, submission_id, number, event_id, traceparent, state, body, last_sequence, \
            due_at, archived_at) \
            SELECT r, s, n, e, t, CASE WHEN w THEN 'collecting' ELSE 'archived' END, b, \
            CASE WHEN w THEN 0 ELSE 1 END, CASE WHEN w THEN now() END, CASE WHEN w THEN NULL ELSE now() END \
            FROM unnest(\(keys.map(\.region.digits)), \(keys.map(\.submission.uuid)), \
            \(rows.map(\.message.file.closed.number.value)), \(rows.map(\.inbound.envelope.id.value)), \
            \(rows.map(\.inbound.envelope.traceparent)), \(bodies), \(waits)) AS i (r, s, n, e, t, b, w) \
            ON CONFLICT DO NOTHING RETURNING region, submission_id
            """, as: KeyRow.self)
        return Set(fresh.map(\.key))
    }
}

/// The key of a row that was written.
private struct KeyRow: RowDecodable {
    let key: Accession.Key

    init(row: inout Row) throws(DatabaseError) {
        let region = try row.contract { text throws(ContractViolation) in try RegionCode(text) }
        key = Accession.Key(submission: SubmissionID(try row.next()), region: region)
    }
}
