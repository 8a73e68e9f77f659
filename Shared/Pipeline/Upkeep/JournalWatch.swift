import CoreMetrics
import Database
import Logging
import Metrics

/// Looks every hour how far the journal's partitions reach, since the service cannot make any itself.
///
/// Without a partition nothing is lost: rows go into the last-resort partition, and the next `mpp setup` moves them. Until
/// then that month cannot be dropped as a whole, so somebody is told three months before.
struct JournalWatch: Sendable {
    /// Months ahead below which a warning is logged.
    static let warningMonths = 3

    /// What a look has found.
    struct Finding: RowDecodable, Equatable {
        /// Months after this one that have partitions, without a gap.
        let monthsAhead: Int
        /// Whether rows lie in the last-resort partition.
        let hasRest: Bool

        init(row: inout Row) throws(DatabaseError) {
            monthsAhead = Int(try row.next() as Int32)
            hasRest = try row.next()
        }

        /// Whether somebody has to run `mpp setup`.
        var isWarning: Bool { monthsAhead < JournalWatch.warningMonths || hasRest }
    }

    private let pool: DatabasePool
    private let logger: Logger
    private let interval: Duration
    private let months = Gauge(label: "mpp.journal.months.ahead")
    private let rest = Gauge(label: "mpp.journal.rest.rows")

    init(pool: DatabasePool, logger: Logger, interval: Duration = .seconds(3600)) {
        self.pool = pool
        self.logger = logger
        self.interval = interval
    }

    /// Looks until the task is cancelled.
    func run() async {
        var backOff = BackOff(first: .seconds(1), limit: .seconds(60))
        while !Task.isCancelled {
            var wait = interval
            do {
                if let finding = try await look() { tell(finding) }
                backOff.reset()
            } catch {
                // The pool's own state says why; the schema guard tells of a schema that does not fit.
                logger.debug("the journal could not be looked at", error: error)
                wait = backOff.next()
            }
            // Waits out a fixed interval; cancellation ends the loop.
            try? await Task.sleep(for: wait)
        }
    }

    /// Looks once.
    func look() async throws(DatabaseError) -> Finding? {
        try await pool.query(
            "SELECT journal_months_ahead(), EXISTS (SELECT FROM events_rest)", as: Finding.self
        ).first
    }

    private func tell(_ finding: Finding) {
        months.record(finding.monthsAhead)
        rest.record(finding.hasRest ? 1 : 0)
        if finding.isWarning {
            logger.warning(
                "the journal needs partitions: run mpp setup", metadata: ["mpp.count": "\(finding.monthsAhead)"])
        }
    }
}
