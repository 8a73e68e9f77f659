import Contracts
import Database
import Foundation
import Pipeline

/// The statements by which events change applications, set-based.
enum EventStore {
    /// One application with its changes.
    typealias Changed = (region: RegionCode, id: SubmissionID, patch: SubmissionPatch)

    /// Locks the applications that events are about, in the order of their ids.
    static func lock(
        _ messages: [Accepted<IntakeEvent>], in unit: UnitOfWork
    ) async throws -> [SubmissionID: SubmissionPatch] {
        let touched = Dictionary(messages.map { ($0.submission, $0.region) }, uniquingKeysWith: { first, _ in first })
            .sorted { $0.key < $1.key }
        let rows = try await unit.transaction.query(
            """
            SELECT s.submission_id, s.state, s.state_sequence, s.closed_at IS NOT NULL, s.archived_at IS NOT NULL \
            FROM submissions s WHERE (s.region, s.submission_id) IN \
            (SELECT * FROM unnest(\(touched.map(\.value.digits)), \(touched.map(\.key.uuid)))) \
            ORDER BY s.submission_id FOR UPDATE
            """, as: BeforeRow.self)
        return Dictionary(
            rows.map { (SubmissionID($0.id), SubmissionPatch($0.before)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Deletes what was awaited and has been settled.
    static func settleNotices(
        _ settled: [(region: RegionCode, submission: SubmissionID, event: String)], in unit: UnitOfWork
    ) {
        guard !settled.isEmpty else { return }
        unit.transaction.send(
            """
            DELETE FROM awaited_notices WHERE (region, submission_id, event_message_id) IN \
            (SELECT * FROM unnest(\(settled.map(\.region.digits)), \(settled.map(\.submission.uuid)), \
            \(settled.map(\.event))))
            """)
    }

    /// Writes changes.
    ///
    /// An application is awaited until its record is kept and every notice that must be is settled.
    static func write(_ changed: [Changed], in unit: UnitOfWork) throws(ContractViolation) {
        guard !changed.isEmpty else { return }
        let columns = try Columns(changed)
        let patches = changed.map(\.patch)
        unit.transaction.send(
            """
            UPDATE submissions s SET state = p.state, state_sequence = p.sequence, \
            last_event = coalesce(p.event, s.last_event), deadline = coalesce(p.deadline, s.deadline), \
            waiting_for = coalesce(p.waiting, s.waiting_for), \
            correction = CASE WHEN p.clears THEN NULL ELSE coalesce(p.correction, s.correction) END, \
            correction_round = greatest(s.correction_round, p.round), \
            seen_at = CASE WHEN p.seen THEN coalesce(s.seen_at, now()) ELSE s.seen_at END, \
            closed_at = coalesce(s.closed_at, p.closed), outcome = coalesce(s.outcome, p.outcome), \
            archived_at = coalesce(s.archived_at, p.archived), record = coalesce(s.record, p.record), \
            disposed_at = coalesce(s.disposed_at, p.disposed), \
            awaiting = CASE WHEN coalesce(s.archived_at, p.archived) IS NOT NULL \
            AND coalesce(s.closed_at, p.closed) IS NOT NULL AND NOT EXISTS \
            (SELECT 1 FROM awaited_notices a WHERE a.region = s.region AND a.submission_id = s.submission_id) \
            THEN NULL ELSE 'verification' END, heard_at = now(), nudges = 0 \
            FROM unnest(\(changed.map(\.region.digits)), \(changed.map(\.id.uuid)), \(patches.map(\.state.rawValue)), \
            \(patches.map { Int64($0.stateSequence) }), \(patches.map { $0.lastEvent?.value }), \(columns.deadlines), \
            \(columns.waiting), \(columns.corrections), \(patches.map { $0.correction == .clear }), \(columns.rounds), \
            \(patches.map(\.isSeen)), \(patches.map { $0.closing.map { SQLTimestamp($0.at) } }), \(columns.outcomes), \
            \(patches.map { $0.archivedAt.map { SQLTimestamp($0) } }), \(columns.records), \
            \(patches.map { $0.disposedAt.map { SQLTimestamp($0) } })) \
            AS p (region, id, state, sequence, event, deadline, waiting, correction, clears, round, seen, closed, \
            outcome, archived, record, disposed) \
            WHERE s.region = p.region AND s.submission_id = p.id
            """)
    }

    /// Destroys the keys of applications whose records were disposed of, and all by which the person could be found.
    static func erase(_ submissions: [(region: RegionCode, id: SubmissionID)], in unit: UnitOfWork) {
        guard !submissions.isEmpty else { return }
        let regions = submissions.map(\.region.digits)
        let ids = submissions.map(\.id.uuid)
        unit.transaction.send(
            "DELETE FROM data_keys WHERE (region, submission_id) IN (SELECT * FROM unnest(\(regions), \(ids)))")
        unit.transaction.send(
            """
            UPDATE submissions SET nik_hmac = NULL, nik_key_id = NULL, body_hash = NULL \
            WHERE (region, submission_id) IN (SELECT * FROM unnest(\(regions), \(ids)))
            """)
        unit.transaction.send(
            """
            UPDATE amendments SET body_hash = NULL \
            WHERE (region, submission_id) IN (SELECT * FROM unnest(\(regions), \(ids)))
            """)
        unit.transaction.send(
            """
            UPDATE documents SET removable_at = now() WHERE removable_at IS NULL \
            AND (region, submission_id) IN (SELECT * FROM unnest(\(regions), \(ids)))
            """)
    }

    /// The columns that are JSON.
    private struct Columns {
        var deadlines: [JSONText?] = []
        var waiting: [JSONText?] = []
        var corrections: [JSONText?] = []
        var rounds: [Int32] = []
        var outcomes: [JSONText?] = []
        var records: [JSONText?] = []

        init(_ changed: [Changed]) throws(ContractViolation) {
            for (_, _, patch) in changed {
                deadlines.append(try Self.json(patch.deadline))
                waiting.append(try Self.json(patch.waitingFor))
                if case .set(let correction) = patch.correction {
                    corrections.append(try Self.json(correction))
                    rounds.append(Int32(clamping: correction.round))
                } else {
                    corrections.append(nil)
                    rounds.append(0)
                }
                outcomes.append(try Self.json(patch.closing?.outcome))
                records.append(try Self.json(patch.record))
            }
        }

        private static func json(_ value: (some Encodable)?) throws(ContractViolation) -> JSONText? {
            guard let value else { return nil }
            return JSONText(try ContractCoding.json(value))
        }
    }
}

/// What a row says before its events.
private struct BeforeRow: RowDecodable {
    let id: UUID
    let before: SubmissionPatch.Before

    init(row: inout Row) throws(DatabaseError) {
        id = try row.next()
        let state: String = try row.next()
        let sequence: Int64 = try row.next()
        let isClosed: Bool = try row.next()
        let isArchived: Bool = try row.next()
        before = SubmissionPatch.Before(
            state: SubmissionState(rawValue: state) ?? .received, stateSequence: Int(sequence), isClosed: isClosed,
            isArchived: isArchived)
    }
}
