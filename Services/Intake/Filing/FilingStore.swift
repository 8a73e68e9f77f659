package import Contracts
package import Database
import Foundation
package import Pipeline

/// The statements by which applications are filed, set-based.
package enum FilingStore {
    /// Reads what the database knows about applications, in one round trip; locks the uploads that are named, so that no
    /// other transaction takes them meanwhile.
    ///
    /// The region is compared as an expression, so that no index that begins with it is taken for the look-up of a person.
    package static func facts(for filings: [Filing], in transaction: DatabaseTransaction) async throws -> FilingFacts {
        let documents = Set(filings.flatMap { $0.documents.map(\.id) }).sorted().map(\.uuid)
        let people = filings.compactMap(\.openPerson)
        let rows = try await transaction.query(
            """
            WITH locked AS (SELECT document_id, subject, media_type, size_bytes, sha256 FROM uploads \
            WHERE document_id = ANY(\(documents)) AND expires_at > now() ORDER BY document_id FOR UPDATE) \
            SELECT 'upload', document_id, subject, media_type, sha256, size_bytes, NULL::bytea FROM locked \
            UNION ALL SELECT 'earlier', s.submission_id, s.subject, s.idempotency_key, s.region, 0, s.body_hash \
            FROM unnest(\(filings.map(\.owner.subject)), \(filings.map(\.owner.key))) AS k (subject, key) \
            CROSS JOIN LATERAL (SELECT * FROM submissions f WHERE f.subject = k.subject \
            AND f.idempotency_key = k.key OFFSET 0) s \
            UNION ALL SELECT 'open', s.submission_id, s.subject, s.number, s.region || ' ' || s.service_code, 0, \
            s.nik_hmac FROM unnest(\(people.map(\.region.digits)), \(people.map(\.service.value)), \
            \(people.map(\.hmac))) AS p (region, service, hmac) CROSS JOIN LATERAL (SELECT * FROM submissions o \
            WHERE o.nik_hmac = p.hmac AND o.service_code = p.service AND o.region || '' = p.region \
            AND o.closed_at IS NULL AND o.nik_hmac IS NOT NULL OFFSET 0) s
            """, as: FactRow.self)
        var facts = FilingFacts()
        for row in rows { try facts.add(row) }
        return facts
    }

    /// Looks at one request key and at uploads, without a lock.
    package static func glance(
        _ owner: RequestKey, documents: [DocumentID], in runner: some SQLRunner
    ) async throws -> FilingFacts {
        let rows = try await runner.query(
            """
            SELECT 'upload', document_id, subject, media_type, sha256, size_bytes, NULL::bytea FROM uploads \
            WHERE document_id = ANY(\(documents.map(\.uuid))) AND expires_at > now() \
            UNION ALL SELECT 'earlier', submission_id, subject, idempotency_key, region, 0, body_hash FROM submissions \
            WHERE subject = \(owner.subject) AND idempotency_key = \(owner.key)
            """, as: FactRow.self)
        var facts = FilingFacts()
        for row in rows { try facts.add(row) }
        return facts
    }

    /// Reads and locks the uploads of these ids that may still be used.
    package static func uploads(
        _ ids: [DocumentID], in transaction: DatabaseTransaction
    ) async throws -> [DocumentID: FilingFacts.Upload] {
        let rows = try await transaction.query(
            """
            SELECT 'upload', document_id, subject, media_type, sha256, size_bytes, NULL::bytea FROM uploads \
            WHERE document_id = ANY(\(ids.map(\.uuid))) AND expires_at > now() ORDER BY document_id FOR UPDATE
            """, as: FactRow.self)
        var facts = FilingFacts()
        for row in rows { try facts.add(row) }
        return facts.uploads
    }

    /// Inserts applications; one that stands against another of the same key, person or number is left out.
    /// - Returns: those that were inserted.
    package static func insert(
        _ filings: [Filing], firstNudge: Int64, in unit: UnitOfWork
    ) async throws -> Set<SubmissionID> {
        guard !filings.isEmpty else { return [] }
        let rules = try filings.map { JSONText(try ContractCoding.json($0.deadlineRule)) }
        let ids = try await unit.transaction.column(
            """
            INSERT INTO submissions (region, submission_id, number, subject, idempotency_key, body_hash, service_code, \
            service_version, channel, assisted_by, identity_kind, assurance_level, language, nik_key_id, nik_hmac, \
            deadline_rule, received_at, awaiting, nudge_at) \
            SELECT r, i, n, u, k, h, c, v, l, a, d, w, g, p, m, e, \(SQLTimestamp(unit.now)), 'verification', \
            now() + make_interval(secs => \(firstNudge)) \
            FROM unnest(\(filings.map(\.region.digits)), \(filings.map(\.submission.uuid)), \
            \(filings.map(\.number.value)), \(filings.map(\.owner.subject)), \(filings.map(\.owner.key)), \
            \(filings.map(\.bodyHash)), \(filings.map(\.service.code.value)), \
            \(filings.map { Int32($0.service.version) }), \(filings.map(\.channel.rawValue)), \
            \(filings.map(\.assistedBy)), \(filings.map(\.identityKind.rawValue)), \
            \(filings.map(\.assuranceLevel.rawValue)), \(filings.map(\.language.rawValue)), \
            \(filings.map(\.person?.keyID)), \(filings.map(\.person?.hmac)), \(rules)) \
            AS t (r, i, n, u, k, h, c, v, l, a, d, w, g, p, m, e) ORDER BY u, k \
            ON CONFLICT DO NOTHING RETURNING submission_id
            """, as: UUID.self)
        return Set(ids.map { SubmissionID($0) })
    }

    /// Moves documents from the uploads to their applications.
    package static func take(
        _ documents: [(region: RegionCode, submission: SubmissionID, round: Int, references: [DocumentReference])],
        in unit: UnitOfWork
    ) {
        let rows = documents.flatMap { entry in
            entry.references.enumerated().map { (entry: entry, position: $0.offset, reference: $0.element) }
        }
        guard !rows.isEmpty else { return }
        unit.transaction.send(
            """
            INSERT INTO documents (region, submission_id, document_id, position, kind, media_type, size_bytes, sha256, \
            round) SELECT * FROM unnest(\(rows.map(\.entry.region.digits)), \(rows.map(\.entry.submission.uuid)), \
            \(rows.map(\.reference.id.uuid)), \(rows.map { Int32($0.position) }), \
            \(rows.map(\.reference.kind.value)), \(rows.map(\.reference.mediaType)), \
            \(rows.map(\.reference.sizeBytes)), \(rows.map(\.reference.sha256)), \(rows.map { Int32($0.entry.round) }))
            """)
        unit.transaction.send("DELETE FROM uploads WHERE document_id = ANY(\(rows.map(\.reference.id.uuid)))")
    }

    /// Notes the events that must lead to a notice.
    package static func awaitNotices(
        _ events: [(region: RegionCode, submission: SubmissionID, event: String)], in unit: UnitOfWork
    ) {
        guard !events.isEmpty else { return }
        // A notice that was settled before its event arrived is in the timeline already.
        unit.transaction.send(
            """
            INSERT INTO awaited_notices (region, submission_id, event_message_id, since) \
            SELECT r, s, e, now() FROM unnest(\(events.map(\.region.digits)), \(events.map(\.submission.uuid)), \
            \(events.map(\.event))) AS t (r, s, e) WHERE NOT EXISTS (SELECT 1 FROM timeline l WHERE l.region = t.r \
            AND l.submission_id = t.s AND l.causation = t.e AND l.type = \(MessageType.noticeSettled.rawValue)) \
            ON CONFLICT DO NOTHING
            """)
    }
}

/// A row of the facts; what its columns mean depends on the kind.
private struct FactRow: RowDecodable {
    let kind: String
    let id: UUID
    let subject: String
    let first: String
    let second: String
    let number: Int64
    let bytes: [UInt8]?

    init(row: inout Row) throws(DatabaseError) {
        kind = try row.next()
        id = try row.next()
        subject = try row.next()
        first = try row.next()
        second = try row.next()
        number = try row.next()
        bytes = try row.next()
    }
}

extension FilingFacts {
    fileprivate mutating func add(_ row: FactRow) throws(ContractViolation) {
        switch row.kind {
        case "upload":
            uploads[DocumentID(row.id)] = Upload(
                subject: row.subject, mediaType: row.first, sizeBytes: row.number, sha256: row.second)
        case "earlier":
            earlier[RequestKey(subject: row.subject, key: row.first)] = Earlier(
                region: try RegionCode(row.second), submission: SubmissionID(row.id), bodyHash: row.bytes)
        default:
            let parts = row.second.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let hmac = row.bytes else { return }
            let person = OpenPerson(
                region: try RegionCode(String(parts[0])), service: try ServiceCode(String(parts[1])), hmac: hmac)
            open[person] = Open(number: row.first, subject: row.subject)
        }
    }
}
