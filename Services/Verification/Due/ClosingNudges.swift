import Contracts
import Database
import Foundation
import Metrics
package import Pipeline

/// Says the end of applications again whose record was not confirmed, under the same ids.
package struct ClosingNudges: DueSource {
    /// The name in logs and metrics.
    package let name = "closing-nudges"
    private let proceedings: Proceedings

    /// Makes a source.
    package init(_ proceedings: Proceedings) {
        self.proceedings = proceedings
    }

    /// Nudges what is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            let rows = try await unit.transaction.query(
                """
                SELECT s.region, s.id, c.message_id, s.nudges FROM submissions s \
                JOIN closings c ON c.region = s.region AND c.submission_id = s.id \
                WHERE s.awaiting IS NOT NULL AND s.nudge_at <= now() ORDER BY s.nudge_at LIMIT \(Int64(limit)) \
                FOR UPDATE OF s SKIP LOCKED
                """, as: SilentClosing.self)
            guard !rows.isEmpty else { return 0 }
            let nudging = proceedings.store.nudging
            let waits = rows.map { Double(nudging.waitSeconds(afterNudges: $0.nudges + 1)) }
            unit.transaction.send(
                """
                UPDATE submissions s SET nudges = s.nudges + 1, nudge_at = now() + make_interval(secs => n.wait) \
                FROM unnest(\(rows.map(\.region.digits)), \(rows.map(\.submission)), \(waits)) AS n (region, id, wait) \
                WHERE s.region = n.region AND s.id = n.id
                """)
            Reemission.send(rows.map { ($0.region, $0.submission, $0.message) }, in: unit.transaction)
            proceedings.metrics.nudges.increment(by: rows.count)
            return rows.count
        }
    }
}

/// A closed application whose record was not confirmed.
private struct SilentClosing: RowDecodable {
    let region: RegionCode
    let submission: UUID
    let message: UUID
    let nudges: Int

    init(row: inout Row) throws(DatabaseError) {
        region = try row.region()
        submission = try row.next()
        message = try row.next()
        nudges = try row.count()
    }
}
