package import Contracts
import Database
import Foundation
import Logging

/// A row of `schedules` that is due.
package struct DueSchedule: Sendable {
    package let region: RegionCode
    package let kind: String
    package let key: String
    package let submission: SubmissionID
    package let dueAt: Timestamp
}

/// What a service does when its schedules are due.
package protocol ScheduleHandler: Sendable {
    /// Does the work of schedules of one region in one transaction; their rows are gone when it commits.
    /// A schedule that may not fire yet is planned again with `unit.schedule`.
    func fire(_ due: [DueSchedule], in unit: UnitOfWork) async throws
}

/// Fires due schedules, each region in transactions of its own, so that one region's fault leaves the others alone.
package struct ScheduleSource<Handler: ScheduleHandler>: DueSource {
    package let name = "schedules"
    private let handler: Handler

    /// Makes a source.
    package init(handler: Handler) {
        self.handler = handler
    }

    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        let regions = try await engine.pool.query(
            "SELECT DISTINCT region FROM schedules WHERE due_at <= now() ORDER BY region", as: KeyRow.self)
        var total = 0
        for region in regions {
            do {
                total += try await run(region.key, limit: limit, in: engine)
            } catch {
                guard case .message = BatchError(error) else { throw error }
                total += try await runSingly(region.key, limit: limit, in: engine)
            }
        }
        return total
    }

    private func run(_ region: String, limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            let due = try await claim(region, limit: limit, in: unit)
            if !due.isEmpty { try await handler.fire(due, in: unit) }
            return due.count
        }
    }

    /// One at a time, because one of them cannot be fired: that one is put off for five minutes.
    private func runSingly(_ region: String, limit: Int, in engine: Engine) async throws -> Int {
        for done in 0..<limit {
            do {
                if try await run(region, limit: 1, in: engine) == 0 { return done }
            } catch {
                guard case .message(let code, let detail) = BatchError(error) else { throw error }
                engine.logger.error(
                    "a schedule cannot be fired and is put off",
                    metadata: ["mpp.region": "\(region)", "error.type": "\(code)", "error.detail": "\(detail)"])
                _ = try await engine.pool.execute(
                    """
                    UPDATE schedules SET due_at = now() + interval '5 min' WHERE (region, kind, key) IN \
                    (SELECT region, kind, key FROM schedules WHERE region = \(region) AND due_at <= now() \
                    ORDER BY due_at LIMIT 1)
                    """)
            }
        }
        return limit
    }

    private func claim(_ region: String, limit: Int, in unit: UnitOfWork) async throws -> [DueSchedule] {
        let rows = try await unit.transaction.query(
            """
            DELETE FROM schedules WHERE (region, kind, key) IN (SELECT region, kind, key FROM schedules \
            WHERE region = \(region) AND due_at <= now() ORDER BY due_at LIMIT \(Int64(limit)) FOR UPDATE SKIP LOCKED) \
            RETURNING kind, key, submission_id, due_at
            """, as: ScheduleRow.self)
        let code = try RegionCode(region)
        return rows.sorted { $0.dueAt.microsecondsSince1970 < $1.dueAt.microsecondsSince1970 }.map {
            DueSchedule(
                region: code, kind: $0.kind, key: $0.key, submission: SubmissionID($0.submission),
                dueAt: $0.dueAt.timestamp)
        }
    }
}

/// A claimed row of `schedules`.
private struct ScheduleRow: RowDecodable {
    let kind: String
    let key: String
    let submission: UUID
    let dueAt: SQLTimestamp

    init(row: inout Row) throws(DatabaseError) {
        kind = try row.next()
        key = try row.next()
        submission = try row.next()
        dueAt = try row.next()
    }
}
