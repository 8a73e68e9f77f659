import Contracts
import Database
import Foundation
import Pipeline

/// Reads and writes applications, a whole unit of work at once.
struct DossierStore: Sendable {
    /// When what waits is asked for again.
    let nudging: Nudging

    /// Locks the applications that are there, ordered by id, and reads them whole.
    ///
    /// The keys are joined as pairs, so that each is one look into the primary key, however many regions a unit touches.
    /// Whoever holds other locks already leaves out what others have locked, so that nobody waits in a circle.
    func lock(
        _ submissions: [SubmissionID: RegionCode], leavingOutLocked: Bool = false, _ transaction: DatabaseTransaction
    ) async throws -> [SubmissionID: DossierTurn] {
        guard !submissions.isEmpty else { return [:] }
        let keys = submissions.sorted { $0.key < $1.key }
        let rows = try await transaction.query(
            """
            SELECT \(unescaped: DossierRow.columns) \
            FROM unnest(\(keys.map(\.value.digits)), \(keys.map(\.key.uuid))) AS wanted (region, id) \
            JOIN submissions s ON s.region = wanted.region AND s.id = wanted.id \
            ORDER BY s.id FOR UPDATE OF s\(unescaped: leavingOutLocked ? " SKIP LOCKED" : "")
            """, as: DossierRow.self)
        guard !rows.isEmpty else { return [:] }
        var dossiers = Dictionary(rows.map { ($0.dossier.id, $0) }, uniquingKeysWith: { first, _ in first })
        let (codes, found) = (rows.map(\.dossier.region.digits), rows.map(\.dossier.id.uuid))
        let checks = try await transaction.query(
            """
            SELECT \(unescaped: CheckRow.columns) FROM unnest(\(codes), \(found)) AS found (region, submission_id) \
            JOIN checks USING (region, submission_id) ORDER BY submission_id, position
            """, as: CheckRow.self)
        let segments = try await transaction.query(
            """
            SELECT submission_id, from_at, to_at, pause \
            FROM unnest(\(codes), \(found)) AS found (region, submission_id) \
            JOIN clock_segments USING (region, submission_id) ORDER BY submission_id, position
            """, as: SegmentRow.self)
        for row in checks { dossiers[row.submission]?.dossier.checks.append(row.check) }
        for row in segments { dossiers[row.submission]?.dossier.segments.append(row.segment) }
        return dossiers.mapValues { DossierTurn(before: $0.dossier, dossier: $0.dossier, moves: $0.moves) }
    }

    /// Writes what has changed; every statement travels in front of the next awaited one or of COMMIT.
    func save(_ turns: [DossierTurn], _ transaction: DatabaseTransaction) throws {
        try upsert(turns.filter { $0.before != $0.dossier }, transaction)
        saveParts(turns.flatMap { turn in turn.parts.map { (turn.dossier, $0) } }, transaction)
        try saveTransitions(turns, transaction)
        try saveChecks(turns, transaction)
        saveSegments(turns, transaction)
        try saveWords(turns.flatMap { turn in turn.words.map { (turn.dossier, $0) } }, transaction)
        erase(turns.filter { $0.has(.erased) }.map(\.dossier), transaction)
    }

    /// Writes the applications' own rows; the nudge for a closed one's archiving begins here.
    private func upsert(_ turns: [DossierTurn], _ transaction: DatabaseTransaction) throws {
        guard !turns.isEmpty else { return }
        let dossiers = turns.sorted { $0.dossier.id < $1.dossier.id }.map(\.dossier)
        let moves = turns.sorted { $0.dossier.id < $1.dossier.id }.map { Int32($0.moves + $0.transitions.count) }
        transaction.send(
            """
            INSERT INTO submissions AS s (region, id, number, service_code, service_version, channel, assisted_by, \
            identity_kind, assurance_level, language, received_at, nik_key_id, nik_hmac, documents, state, state_since, \
            resuming, round, defects, correction_due_at, doubts, deadline_status, deadline_due_at, deadline_started_at, \
            deadline_pause, deadline_calendar, warned_percent, breached_at, decision, permit_number, closed_at, \
            archived_at, moves, last_sequence, awaiting, nudge_at) \
            SELECT u.*, CASE WHEN closed IS NOT NULL AND archived IS NULL THEN 'archiving' END, \
            CASE WHEN closed IS NOT NULL AND archived IS NULL \
            THEN now() + make_interval(secs => \(Double(nudging.firstSeconds))) END \
            FROM unnest(\(dossiers.map(\.region.digits)), \(dossiers.map(\.id.uuid)), \(dossiers.map(\.number.value)), \
            \(dossiers.map(\.service.code.value)), \(dossiers.map { Int32($0.service.version) }), \
            \(dossiers.map(\.channel.rawValue)), \(dossiers.map(\.assistedBy)), \
            \(dossiers.map(\.identityKind.rawValue)), \(dossiers.map(\.assuranceLevel.rawValue)), \
            \(dossiers.map(\.language.rawValue)), \(dossiers.map(\.receivedAt.sql)), \
            \(dossiers.map { $0.applicant?.keyID }), \(dossiers.map { $0.applicant?.hmac }), \
            \(try dossiers.map { try StoredJSON($0.documents) }), \(dossiers.map(\.state.rawValue)), \
            \(dossiers.map(\.stateSince.sql)), \(dossiers.map { $0.resuming?.rawValue }), \
            \(dossiers.map { Int32($0.round) }), \(try dossiers.map { try stored($0.defects) }), \
            \(dossiers.map { $0.correctionDueAt?.sql }), \(try dossiers.map { try stored($0.doubts) }), \
            \(dossiers.map(\.deadline.status.rawValue)), \(dossiers.map { $0.deadline.dueAt?.sql }), \
            \(dossiers.map { $0.deadline.startedAt?.sql }), \(dossiers.map { $0.deadline.pauseReason?.rawValue }), \
            \(dossiers.map(\.deadline.calendarVersion)), \(dossiers.map { Int32($0.warnedPercent) }), \
            \(dossiers.map { $0.breachedAt?.sql }), \(try dossiers.map { try $0.decision.map { try StoredJSON($0) } }), \
            \(dossiers.map(\.permitNumber)), \(dossiers.map { $0.closedAt?.sql }), \
            \(dossiers.map { $0.archivedAt?.sql }), \(moves), \(dossiers.map { Int64($0.lastSequence) })) \
            AS u (r, i, n, c, v, h, b, k, a, l, t, kid, mac, d, st, since, res, rnd, def, cor, dou, ds, dd, dst, dp, dc, \
            w, br, de, p, closed, archived, m, ls) \
            ON CONFLICT (region, id) DO UPDATE SET documents = excluded.documents, state = excluded.state, \
            state_since = excluded.state_since, resuming = excluded.resuming, round = excluded.round, \
            defects = excluded.defects, correction_due_at = excluded.correction_due_at, doubts = excluded.doubts, \
            deadline_status = excluded.deadline_status, deadline_due_at = excluded.deadline_due_at, \
            deadline_started_at = excluded.deadline_started_at, deadline_pause = excluded.deadline_pause, \
            deadline_calendar = excluded.deadline_calendar, warned_percent = excluded.warned_percent, \
            breached_at = excluded.breached_at, decision = excluded.decision, permit_number = excluded.permit_number, \
            closed_at = excluded.closed_at, archived_at = excluded.archived_at, moves = excluded.moves, \
            last_sequence = excluded.last_sequence, awaiting = excluded.awaiting, nudge_at = excluded.nudge_at
            """)
    }

    func stored<Element: Codable & Sendable>(_ list: [Element]) throws -> StoredJSON<[Element]>? {
        list.isEmpty ? nil : try StoredJSON(list)
    }
}
