import Contracts
import Database
import Foundation
package import Pipeline

/// Says again all that intake has said about applications of which nothing was heard for too long.
///
/// The same messages under the same ids, as a second attempt: whoever has seen them answers with its journal, whoever
/// has not takes them as new.
package struct NudgeSource: DueSource {
    /// The name in logs and metrics.
    package let name = "nudges"
    private let nudging: Nudging

    /// Makes a source.
    package init(nudging: Nudging) {
        self.nudging = nudging
    }

    /// Nudges what is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            let rows = try await unit.transaction.query(
                """
                SELECT region, submission_id, nudges, closed_at IS NULL \
                AND state IN ('correction-requested', 'in-decision'), \
                extract(epoch FROM now() - coalesce(heard_at, received_at))::bigint FROM submissions \
                WHERE awaiting IS NOT NULL AND nudge_at <= now() ORDER BY nudge_at LIMIT \(Int64(limit)) \
                FOR UPDATE SKIP LOCKED
                """, as: SilentRow.self)
            guard !rows.isEmpty else { return 0 }
            let verdicts = rows.map {
                nudging.verdict(
                    afterNudges: $0.nudges, silentSeconds: $0.silentSeconds, waitingForPeople: $0.waitsForPeople)
            }
            unit.transaction.send(
                """
                UPDATE submissions s SET nudges = s.nudges + n.by, nudge_at = now() + make_interval(secs => n.wait) \
                FROM unnest(\(rows.map(\.region)), \(rows.map(\.id)), \(verdicts.map { Int32($0.isNudged ? 1 : 0) }), \
                \(verdicts.map { Int64($0.waitSeconds) })) AS n (region, id, by, wait) \
                WHERE s.region = n.region AND s.submission_id = n.id
                """)
            for (row, verdict) in zip(rows, verdicts) where verdict.isNudged {
                unit.repeatAll(about: SubmissionID(row.id), in: try RegionCode(row.region))
            }
            return rows.count
        }
    }
}

/// An application of which nothing was heard.
private struct SilentRow: RowDecodable {
    let region: String
    let id: UUID
    let nudges: Int
    let waitsForPeople: Bool
    let silentSeconds: Int

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        id = try row.next()
        nudges = Int(try row.next() as Int32)
        waitsForPeople = try row.next()
        silentSeconds = Int(try row.next() as Int64)
    }
}
