import Contracts
import Database
import Foundation
import Pipeline
import Sealing

/// The statements by which applications are amended.
enum AmendmentStore {
    /// An amendment under the same request key.
    struct Earlier: RowDecodable {
        let submission: UUID
        let kind: String
        let bodyHash: [UInt8]?
        let round: Int32?
        let acceptedAt: SQLTimestamp

        init(row: inout Row) throws(DatabaseError) {
            submission = try row.next()
            kind = try row.next()
            bodyHash = try row.next()
            round = try row.next()
            acceptedAt = try row.next()
        }
    }

    /// The amendment that a subject has sent under a key.
    static func earlier(_ owner: RequestKey, in runner: some SQLRunner) async throws -> Earlier? {
        try await runner.query(
            """
            SELECT submission_id, kind, body_hash, round, accepted_at FROM amendments \
            WHERE subject = \(owner.subject) AND idempotency_key = \(owner.key)
            """, as: Earlier.self
        ).first
    }

    /// Records an amendment and gives the application its next number.
    static func keep(
        _ kind: AmendmentReceipt.Kind, of submission: TrackedSubmission, message: MessageID, owner: RequestKey,
        bodyHash: [UInt8], round: Int?, nudging: Nudging, in unit: UnitOfWork
    ) throws(ContractViolation) {
        guard let id = UUID(uuidString: message.value) else {
            throw ContractViolation(code: "identifier", message: "must be a UUID of 36 characters")
        }
        unit.transaction.send(
            """
            INSERT INTO amendments (region, submission_id, message_id, kind, subject, idempotency_key, body_hash, \
            round, accepted_at) VALUES (\(submission.region.digits), \(submission.id.uuid), \(id), \(kind.rawValue), \
            \(owner.subject), \(owner.key), \(bodyHash), \(round.map(Int32.init)), \(SQLTimestamp(unit.now)))
            """)
        unit.transaction.send(
            """
            UPDATE submissions SET last_sequence = \(Int64(submission.lastSequence + 1)), \
            corrected_round = greatest(corrected_round, \(Int32(clamping: round ?? 0))), \
            withdrawal_requested_at = CASE WHEN \(kind == .withdrawal) THEN \(SQLTimestamp(unit.now)) \
            ELSE withdrawal_requested_at END, awaiting = 'verification', nudges = 0, \
            nudge_at = now() + make_interval(secs => \(Int64(nudging.firstSeconds))) \
            WHERE region = \(submission.region.digits) AND submission_id = \(submission.id.uuid)
            """)
    }

    /// The body of the newest message that holds the sealed application, with its type; nil once it is erased.
    static func newestApplication(
        of submission: TrackedSubmission, in runner: some SQLRunner
    ) async throws -> (type: MessageType, body: [UInt8])? {
        let rows = try await runner.query(
            """
            SELECT b.type, b.body, array_agg(k.wrapped_key ORDER BY k.part) FROM sealed_bodies b \
            JOIN data_keys k ON k.region = b.region AND k.submission_id = b.submission_id \
            AND k.message_id = b.message_id \
            WHERE b.region = \(submission.region.digits) AND b.submission_id = \(submission.id.uuid) \
            GROUP BY b.message_id HAVING bool_or(k.part = 'application') ORDER BY b.sequence DESC LIMIT 1
            """, as: ApplicationRow.self)
        guard let row = rows.first, let body = SealedBody.restore(row.body, keys: row.keys) else { return nil }
        return (MessageType(rawValue: row.type), body)
    }

    /// Marks documents as replaced by those of a round.
    static func replace(
        _ kinds: [DocumentKind], of submission: TrackedSubmission, round: Int, in unit: UnitOfWork
    ) {
        guard !kinds.isEmpty else { return }
        unit.transaction.send(
            """
            UPDATE documents SET replaced_in_round = \(Int32(clamping: round)) \
            WHERE region = \(submission.region.digits) AND submission_id = \(submission.id.uuid) \
            AND kind = ANY(\(kinds.map(\.value))) AND replaced_in_round IS NULL
            """)
    }

    /// Finds the application by its person's number as it was mended.
    static func setPerson(_ person: LookupHash, of submission: TrackedSubmission, in unit: UnitOfWork) async throws {
        _ = try await unit.transaction.execute(
            """
            UPDATE submissions SET nik_key_id = \(person.keyID), nik_hmac = \(person.hmac) \
            WHERE region = \(submission.region.digits) AND submission_id = \(submission.id.uuid) \
            AND nik_hmac IS DISTINCT FROM \(person.hmac)
            """)
    }
}

/// A stripped body with its keys.
private struct ApplicationRow: RowDecodable {
    let type: String
    let body: [UInt8]
    let keys: [String]

    init(row: inout Row) throws(DatabaseError) {
        type = try row.next()
        body = try row.next()
        keys = try row.next()
    }
}
