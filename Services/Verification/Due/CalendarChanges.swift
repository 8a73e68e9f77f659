import Database
import Foundation
package import Pipeline
import Synchronization

/// Looks for imported calendars and regions, and has open deadlines worked out anew when a calendar came.
package struct CalendarChanges: DueSource {
    /// When this process looked last.
    private final class Pace: Sendable {
        private let last = Mutex<ContinuousClock.Instant?>(nil)

        /// Whether it is time to look again.
        func isDue(every interval: Duration) -> Bool {
            last.withLock { last in
                if let past = last, ContinuousClock.now - past < interval { return false }
                last = .now
                return true
            }
        }
    }

    /// The name in logs and metrics.
    package let name = "calendars"
    private let book: RegionBook
    private let interval: Duration
    private let pace = Pace()

    /// Makes a source that looks from time to time.
    package init(book: RegionBook, interval: Duration = .seconds(5)) {
        self.book = book
        self.interval = interval
    }

    /// Reads regions and calendars anew; plans the open applications of those that came.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        guard pace.isDue(every: interval) else { return 0 }
        try await book.refresh(in: engine.pool)
        return try await engine.perform { unit in
            let regions = try await unit.transaction.column(
                """
                UPDATE calendars SET applied_at = now() WHERE (region, year, version) IN \
                (SELECT region, year, version FROM calendars WHERE applied_at IS NULL FOR UPDATE SKIP LOCKED) \
                RETURNING region
                """, as: String.self)
            guard !regions.isEmpty else { return 0 }
            unit.transaction.send(
                """
                INSERT INTO schedules (region, kind, key, submission_id, due_at) \
                SELECT region, \(PlanHandler.calendarChange), id::text, id, now() FROM submissions \
                WHERE closed_at IS NULL AND (region = ANY(\(regions)) OR 'ID' = ANY(\(regions))) \
                ON CONFLICT (region, kind, key) DO UPDATE SET due_at = excluded.due_at
                """)
            return regions.count
        }
    }
}
