import Contracts
import Database
import Foundation
import Pipeline

/// Appends records to the regions' chains, in batches, under one advisory lock for each region.
struct ChainWriter: Sendable {
    /// Appends drafts in their order, writes content and keys, and says that the records are kept.
    ///
    /// The rows of the applications are locked before; the chains' locks come last, so that no two transactions can wait
    /// for one another.
    @discardableResult
    func append(_ drafts: [RecordDraft], in unit: UnitOfWork) async throws -> [ChainLink] {
        guard !drafts.isEmpty else { return [] }
        var heads = try await lock(Array(Set(drafts.map(\.facts.region))).sorted(), in: unit)
        var links: [ChainLink] = []
        for draft in drafts {
            let link = ChainLink(draft.facts, after: heads[draft.facts.region])
            heads[draft.facts.region] = link.head
            links.append(link)
        }
        write(links, in: unit)
        writeDocuments(links, in: unit)
        writeContents(drafts, in: unit)
        writeHeads(heads, in: unit)
        for (draft, link) in zip(drafts, links) where link.facts.kind == .closure {
            unit.count("archived", link.facts.submissionID, in: link.facts.region)
            try tell(draft, link, in: unit)
        }
        return links
    }

    private func lock(_ regions: [RegionCode], in unit: UnitOfWork) async throws -> [RegionCode: ChainHead] {
        unit.transaction.send(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('archiving.chain.' || r, 0)) \
            FROM (SELECT r FROM unnest(\(regions.map(\.digits))) AS t (r) ORDER BY r OFFSET 0) AS ordered
            """)
        let rows = try await unit.transaction.query(
            "SELECT region, chain_index, hash FROM chain_heads WHERE region = ANY(\(regions.map(\.digits)))",
            as: HeadRow.self)
        return Dictionary(rows.map { ($0.region, $0.head) }, uniquingKeysWith: { first, _ in first })
    }

    private func tell(_ draft: RecordDraft, _ link: ChainLink, in unit: UnitOfWork) throws {
        let facts = link.facts
        let body = RecordArchived(
            submissionID: facts.submissionID, number: facts.number, recordID: facts.recordID,
            chainIndex: link.chainIndex, hash: Hexadecimal.text(link.hash),
            previousHash: link.previousHash.map(Hexadecimal.text), archivedAt: facts.archivedAt)
        try unit.say(
            body, from: .archiving, about: facts.submissionID, in: facts.region, sequence: draft.sequence,
            causation: facts.event, traceparent: draft.traceparent)
    }

    private func write(_ links: [ChainLink], in unit: UnitOfWork) {
        let facts = links.map(\.facts)
        unit.transaction.send(
            """
            INSERT INTO records (region, chain_index, record_id, kind, supplements, note, submission_id, number, \
            event_id, service, service_version, state, permit_number, received_at, closed_at, correction_rounds, \
            retention_classification, retention_start, retention_active_years, retention_inactive_years, \
            retention_disposition, retention_basis, disposal_not_before, application_sha256, history_sha256, \
            archived_at, previous_hash, hash) SELECT * FROM unnest(\(facts.map(\.region.digits)), \
            \(links.map(\.chainIndex)), \(facts.map(\.recordID.uuid)), \(facts.map(\.kind.rawValue)), \
            \(facts.map(\.supplements?.uuid)), \(facts.map(\.note)), \(facts.map(\.submissionID.uuid)), \
            \(facts.map(\.number.value)), \(facts.map(\.event.value)), \(facts.map(\.service.code.value)), \
            \(facts.map { Int32($0.service.version) }), \(facts.map(\.state.rawValue)), \(facts.map(\.permitNumber)), \
            \(facts.map { SQLTimestamp($0.receivedAt) }), \(facts.map { SQLTimestamp($0.closedAt) }), \
            \(facts.map { Int32($0.correctionRounds) }), \(facts.map(\.retention.classification)), \
            \(facts.map(\.retention.start.rawValue)), \(facts.map { Int32($0.retention.activeYears) }), \
            \(facts.map { Int32($0.retention.inactiveYears) }), \(facts.map(\.retention.disposition.rawValue)), \
            \(facts.map(\.retention.basis)), \(facts.map { $0.disposalNotBefore?.sqlDate }), \
            \(facts.map(\.applicationHash)), \(facts.map(\.historyHash)), \
            \(facts.map { SQLTimestamp($0.archivedAt) }), \(links.map(\.previousHash)), \(links.map(\.hash)))
            """)
    }

    private func writeDocuments(_ links: [ChainLink], in unit: UnitOfWork) {
        let rows = links.flatMap { link in
            link.facts.documents.enumerated().map { (link.facts, Int32($0.offset), $0.element) }
        }
        guard !rows.isEmpty else { return }
        let references = rows.map(\.2.reference)
        unit.transaction.send(
            """
            INSERT INTO record_documents (region, record_id, position, document_id, kind, media_type, size_bytes, \
            sha256, status) SELECT * FROM unnest(\(rows.map(\.0.region.digits)), \(rows.map(\.0.recordID.uuid)), \
            \(rows.map(\.1)), \(references.map(\.id.uuid)), \(references.map(\.kind.value)), \
            \(references.map(\.mediaType)), \(references.map(\.sizeBytes)), \(references.map(\.sha256)), \
            \(rows.map(\.2.status.rawValue)))
            """)
    }

    private func writeContents(_ drafts: [RecordDraft], in unit: UnitOfWork) {
        var rows: [(facts: RecordFacts, application: KeptPart, history: KeptPart)] = []
        for draft in drafts {
            if let application = draft.application, let history = draft.history {
                rows.append((draft.facts, application, history))
            }
        }
        guard !rows.isEmpty else { return }
        let (regions, ids) = (rows.map(\.facts.region.digits), rows.map(\.facts.recordID.uuid))
        unit.transaction.send(
            """
            INSERT INTO contents (region, record_id, application, history) SELECT * FROM unnest(\(regions), \(ids), \
            \(rows.map(\.application.ciphertext)), \(rows.map(\.history.ciphertext)))
            """)
        unit.transaction.send(
            """
            INSERT INTO data_keys (region, record_id, part, stored_key) \
            SELECT r, i, 'application', a FROM unnest(\(regions), \(ids), \(rows.map(\.application.key))) AS t (r, i, a) \
            UNION ALL \
            SELECT r, i, 'history', h FROM unnest(\(regions), \(ids), \(rows.map(\.history.key))) AS t (r, i, h)
            """)
    }

    private func writeHeads(_ heads: [RegionCode: ChainHead], in unit: UnitOfWork) {
        let ordered = heads.sorted { $0.key < $1.key }
        unit.transaction.send(
            """
            INSERT INTO chain_heads AS c (region, chain_index, hash) SELECT * FROM unnest(\
            \(ordered.map(\.key.digits)), \(ordered.map(\.value.chainIndex)), \(ordered.map(\.value.hash))) \
            ON CONFLICT (region) DO UPDATE SET chain_index = excluded.chain_index, hash = excluded.hash
            """)
    }
}

/// The last record of one region's chain.
struct HeadRow: RowDecodable {
    let region: RegionCode
    let head: ChainHead

    init(row: inout Row) throws(DatabaseError) {
        region = try row.contract { text throws(ContractViolation) in try RegionCode(text) }
        head = ChainHead(chainIndex: try row.next(), hash: try row.next())
    }
}

extension CivilDate {
    /// The same day for PostgreSQL.
    var sqlDate: SQLDate? { SQLDate(year: year, month: month, day: day) }
}
