package import Contracts
import Database
import Foundation
import Logging

/// A row of `schedules` that is due.
package struct DueSchedule: Sendable {
    /// The region that it belongs to.
    package let region: RegionCode
    /// What is to be done.
    package let kind: String
    /// Tells schedules of one kind apart.
    package let key: String
    /// The submission that it is about.
    package let submission: SubmissionID
    /// When it was due.
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
    /// The name in logs and metrics.
    package let name = "schedules"
    private let handler: Handler

    /// Makes a source.
    package init(handler: Handler) {
        self.handler = handler
    }

    /// Fires what is due, region by region.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        let regions = try await engine.pool.column(
            "SELECT DISTINCT region FROM schedules WHERE due_at <= now() ORDER BY region", as: String.self)
        var total = 0
        for region in regions {
            do {
                total += try await run(region, limit: limit, in: engine)
            } catch {
                guard Self.isOfOneSchedule(error) else { throw error }
                total += try await runSingly(region, limit: limit, in: engine)
            }
        }
        return total
    }

    /// Whether the fault may lie in one schedule: then the others fire all the same.
    private static func isOfOneSchedule(_ error: any Error) -> Bool {
        if case .message = BatchError(error) { return true }
        return BatchError.isLocal(error)
    }

    private func run(
        _ region: String, limit: Int, in engine: Engine, claimed: (DueSchedule) -> Void = { _ in }
    ) async throws -> Int {
        try await engine.perform { unit in
            let due = try await claim(region, limit: limit, in: unit)
            due.first.map(claimed)
            if !due.isEmpty { try await handler.fire(due, in: unit) }
            return due.count
        }
    }

    /// One at a time, because one of them cannot be fired: that one is put off for five minutes.
    private func runSingly(_ region: String, limit: Int, in engine: Engine) async throws -> Int {
        for done in 0..<limit {
            var last: DueSchedule?
            do {
                if try await run(region, limit: 1, in: engine, claimed: { last = $0 }) == 0 { return done }
            } catch {
                guard Self.isOfOneSchedule(error), let last else { throw error }
                engine.logger.error(
                    "a schedule cannot be fired and is put off", error: error,
                    metadata: ["mpp.region": "\(region)", "mpp.schedule.kind": "\(last.kind)"])
                _ = try await engine.pool.execute(
                    """
                    UPDATE schedules SET due_at = now() + interval '5 min' WHERE region = \(region) \
                    AND kind = \(last.kind) AND key = \(last.key) AND due_at = \(SQLTimestamp(last.dueAt))
                    """)
            }
        }
        return limit
    }

    private func claim(_ region: String, limit: Int, in unit: UnitOfWork) async throws -> [DueSchedule] {
        // The subquery runs once, whatever the plan, so that no more than the limit is locked.
        let rows = try await unit.transaction.query(
            """
            WITH due AS MATERIALIZED (SELECT region, kind, key FROM schedules WHERE region = \(region) \
            AND due_at <= now() ORDER BY due_at LIMIT \(unescaped: limit.description) FOR UPDATE SKIP LOCKED) \
            DELETE FROM schedules s USING due d WHERE s.region = d.region AND s.kind = d.kind AND s.key = d.key \
            RETURNING s.kind, s.key, s.submission_id, s.due_at
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
