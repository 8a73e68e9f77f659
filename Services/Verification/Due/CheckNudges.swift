import Contracts
import Database
import Foundation
import Metrics
package import Pipeline

/// Says questions again that no agency has answered, under the same ids.
///
/// A queue may have been purged, or an answer lost; the agency knows the question by its id.
package struct CheckNudges: DueSource {
    /// The name in logs and metrics.
    package let name = "check-nudges"
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
                SELECT region, submission_id, id, request_id, agency, nudges FROM checks \
                WHERE awaiting IS NOT NULL AND nudge_at <= now() ORDER BY nudge_at LIMIT \(Int64(limit)) \
                FOR UPDATE SKIP LOCKED
                """, as: SilentCheck.self)
            guard !rows.isEmpty else { return 0 }
            let nudging = proceedings.store.nudging
            let waits = rows.map { Double(nudging.waitSeconds(afterNudges: $0.nudges + 1)) }
            unit.transaction.send(
                """
                UPDATE checks c SET nudges = c.nudges + 1, nudge_at = now() + make_interval(secs => n.wait) \
                FROM unnest(\(rows.map(\.region.digits)), \(rows.map(\.check)), \(waits)) AS n (region, id, wait) \
                WHERE c.region = n.region AND c.id = n.id
                """)
            Reemission.send(
                rows.map { ($0.region, $0.submission, $0.request) }, in: unit.transaction)
            for row in rows {
                unit.log(
                    UnitOfWork.Access(
                        region: row.region, submission: SubmissionID(row.submission), principal: row.agency,
                        role: "agency", purpose: "check.requested said again", fields: []))
            }
            proceedings.metrics.nudges.increment(by: rows.count)
            return rows.count
        }
    }
}

/// A check of which nothing was heard.
private struct SilentCheck: RowDecodable {
    let region: RegionCode
    let submission: UUID
    let check: UUID
    let request: UUID
    let agency: String
    let nudges: Int

    init(row: inout Row) throws(DatabaseError) {
        region = try row.region()
        submission = try row.next()
        check = try row.next()
        request = try row.next()
        agency = try row.next()
        nudges = try row.count()
    }
}
