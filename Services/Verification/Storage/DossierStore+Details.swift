import Contracts
import Database
import Foundation
import Pipeline

extension DossierStore {
    /// Adds moves to the history.
    func saveTransitions(_ turns: [DossierTurn], _ transaction: DatabaseTransaction) throws {
        let moves = turns.flatMap { turn in
            turn.transitions.enumerated().map { (turn.dossier, turn.moves + $0.offset + 1, $0.element) }
        }
        guard !moves.isEmpty else { return }
        transaction.send(
            """
            INSERT INTO transitions (region, submission_id, position, from_state, to_state, trigger, at, actor_kind, \
            actor_id, round, reasons) SELECT * FROM unnest(\(moves.map(\.0.region.digits)), \(moves.map(\.0.id.uuid)), \
            \(moves.map { Int32($0.1) }), \(moves.map { $0.2.from?.rawValue }), \(moves.map(\.2.to.rawValue)), \
            \(moves.map(\.2.trigger.rawValue)), \(moves.map(\.2.at.sql)), \(moves.map(\.2.actor.kind.rawValue)), \
            \(moves.map(\.2.actor.id)), \(moves.map { $0.2.round.map(Int32.init) }), \
            \(try moves.map { try $0.2.reasons.map { try StoredJSON($0) } }))
            """)
    }

    /// The histories of applications, each in order.
    func history(
        of dossiers: [Dossier], in runner: some SQLRunner
    ) async throws(DatabaseError) -> [SubmissionID: [Transition]] {
        guard !dossiers.isEmpty else { return [:] }
        let rows = try await runner.query(
            """
            SELECT submission_id, from_state, to_state, trigger, at, actor_kind, actor_id, round, reasons \
            FROM transitions WHERE (region, submission_id) IN \
            (SELECT * FROM unnest(\(dossiers.map(\.region.digits)), \(dossiers.map(\.id.uuid)))) \
            ORDER BY submission_id, position
            """, as: TransitionRow.self)
        return Dictionary(grouping: rows, by: \.submission).mapValues { $0.map(\.transition) }
    }

    /// Writes new and changed checks; a question under way is nudged.
    func saveChecks(_ turns: [DossierTurn], _ transaction: DatabaseTransaction) throws {
        var changed: [(dossier: Dossier, position: Int, check: AgencyCheck)] = []
        for turn in turns {
            let before = turn.before?.checks ?? []
            for (position, check) in turn.dossier.checks.enumerated()
            where position >= before.count || before[position] != check {
                changed.append((turn.dossier, position + 1, check))
            }
        }
        guard !changed.isEmpty else { return }
        let checks = changed.map(\.check)
        let waits = checks.map { check -> Double? in
            guard check.standing == .asked else { return nil }
            return Double(check.acceptedAt == nil ? nudging.firstSeconds : nudging.longestSeconds)
        }
        transaction.send(
            """
            INSERT INTO checks (region, submission_id, id, position, agency, check_code, is_required, round, \
            requested_at, standing, attempt, request_id, asked_at, answer_by, next_try_at, accepted_at, expected_at, \
            agency_reference, answer, answered_at, awaiting, nudge_at) \
            SELECT r, s, i, p, a, c, q, n, t, st, at, rq, k, ab, nt, ac, ex, rf, an, aa, \
            CASE WHEN w IS NOT NULL THEN 'agency' END, now() + make_interval(secs => w) \
            FROM unnest(\(changed.map(\.dossier.region.digits)), \(changed.map(\.dossier.id.uuid)), \
            \(checks.map(\.id.uuid)), \(changed.map { Int32($0.position) }), \(checks.map(\.agency.value)), \
            \(checks.map(\.check.value)), \(checks.map(\.isRequired)), \(checks.map { Int32($0.round) }), \
            \(checks.map(\.requestedAt.sql)), \(checks.map(\.standing.rawValue)), \(checks.map { Int32($0.attempt) }), \
            \(checks.map(\.requestID)), \(checks.map(\.askedAt.sql)), \(checks.map(\.answerBy.sql)), \
            \(checks.map { $0.nextTryAt?.sql }), \(checks.map { $0.acceptedAt?.sql }), \
            \(checks.map { $0.expectedAt?.sql }), \(checks.map(\.agencyReference)), \
            \(try checks.map { try $0.answer.map { try StoredJSON(StoredAnswer($0)) } }), \
            \(checks.map { $0.answeredAt?.sql }), \(waits)) \
            AS u (r, s, i, p, a, c, q, n, t, st, at, rq, k, ab, nt, ac, ex, rf, an, aa, w) \
            ON CONFLICT (region, id) DO UPDATE SET standing = excluded.standing, attempt = excluded.attempt, \
            request_id = excluded.request_id, asked_at = excluded.asked_at, answer_by = excluded.answer_by, \
            next_try_at = excluded.next_try_at, accepted_at = excluded.accepted_at, \
            expected_at = excluded.expected_at, agency_reference = excluded.agency_reference, \
            answer = excluded.answer, answered_at = excluded.answered_at, awaiting = excluded.awaiting, \
            nudge_at = excluded.nudge_at, nudges = 0
            """)
    }

    /// Writes the clock's stretches where they changed.
    func saveSegments(_ turns: [DossierTurn], _ transaction: DatabaseTransaction) {
        var changed: [(dossier: Dossier, position: Int, segment: ClockSegment)] = []
        for turn in turns {
            let before = turn.before?.segments ?? []
            let isRecomputed = turn.before?.deadline.calendarVersion != turn.dossier.deadline.calendarVersion
            for (position, segment) in turn.dossier.segments.enumerated()
            where position >= before.count || before[position] != segment || (isRecomputed && segment.to == nil) {
                changed.append((turn.dossier, position + 1, segment))
            }
        }
        guard !changed.isEmpty else { return }
        transaction.send(
            """
            INSERT INTO clock_segments (region, submission_id, position, from_at, to_at, pause, calendar_version) \
            SELECT * FROM unnest(\(changed.map(\.dossier.region.digits)), \(changed.map(\.dossier.id.uuid)), \
            \(changed.map { Int32($0.position) }), \(changed.map(\.segment.from.sql)), \
            \(changed.map { $0.segment.to?.sql }), \(changed.map { $0.segment.pause?.rawValue }), \
            \(changed.map(\.dossier.deadline.calendarVersion))) \
            ON CONFLICT (region, submission_id, position) DO UPDATE SET to_at = excluded.to_at, \
            calendar_version = excluded.calendar_version
            """)
    }

    /// Keeps every word of an agency.
    func saveWords(
        _ words: [(dossier: Dossier, word: DossierTurn.Word)], _ transaction: DatabaseTransaction
    ) throws {
        guard !words.isEmpty else { return }
        transaction.send(
            """
            INSERT INTO answers (region, check_id, message_key, submission_id, type, attempt, answer, note, verdict) \
            SELECT * FROM unnest(\(words.map(\.dossier.region.digits)), \(words.map(\.word.check.uuid)), \
            \(words.map(\.word.key)), \(words.map(\.dossier.id.uuid)), \(words.map(\.word.type.rawValue)), \
            \(words.map { Int32($0.word.attempt) }), \
            \(try words.map { try $0.word.answer.map { try StoredJSON(StoredAnswer($0)) } }), \
            \(words.map(\.word.note)), \(words.map(\.word.verdict.rawValue))) ON CONFLICT DO NOTHING
            """)
    }
}

/// A row of `transitions`.
private struct TransitionRow: RowDecodable {
    let submission: SubmissionID
    let transition: Transition

    init(row: inout Row) throws(DatabaseError) {
        submission = SubmissionID(try row.next() as UUID)
        let from: SubmissionState? = try row.wordIfAny()
        let to: SubmissionState = try row.word()
        let trigger: SubmissionTrigger = try row.word()
        let at = try row.time()
        let actor = TransitionActor(kind: try row.word(), id: try row.next())
        transition = Transition(
            from: from, to: to, trigger: trigger, at: at, actor: actor,
            round: (try row.next() as Int32?).map(Int.init), reasons: try row.jsonIfAny())
    }
}
