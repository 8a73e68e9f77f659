package import Database
import Foundation
package import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Measures how much is accepted and not seen by verification, and says whether more may be accepted.
package final class PressureGauge: Service {
    private static let interval = Duration.seconds(1)

    private let pool: DatabasePool
    private let limits: BackPressure.Limits
    private let logger: Logger
    private let pressure: Mutex<BackPressure>
    private let unseen = Gauge(label: "mpp.intake.unseen.submissions")
    private let oldest = Gauge(label: "mpp.intake.unseen.oldest.seconds")
    private let share = Gauge(label: "mpp.intake.pressure.ratio")
    private let warnings = Counter(label: "mpp.intake.pressure.warnings")

    /// Makes a gauge that lets everything in until it has measured.
    package init(pool: DatabasePool, limits: BackPressure.Limits, logger: Logger) {
        self.pool = pool
        self.limits = limits
        self.logger = logger
        pressure = Mutex(BackPressure(limits: limits))
    }

    /// How things stand.
    package var level: BackPressure.Level { pressure.withLock(\.level) }

    /// Counts an application that was accepted just now.
    package func accepted() { pressure.withLock { $0.accepted() } }

    /// Measures every second until shut down.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var last = BackPressure.Level.normal
            while !Task.isCancelled {
                do {
                    let level = try await self.measure()
                    if level != last { self.report(level) }
                    last = level
                } catch {
                    self.logger.debug("the pressure could not be measured", error: error)
                }
                // Waits out a fixed interval; cancellation ends the loop.
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Measures once.
    /// - Returns: how things stand.
    @discardableResult
    package func measure() async throws -> BackPressure.Level {
        let rows = try await pool.query(
            """
            SELECT count(*), coalesce(extract(epoch FROM now() - min(received_at)), 0)::bigint \
            FROM (SELECT received_at FROM submissions WHERE seen_at IS NULL ORDER BY received_at \
            LIMIT \(Int64(limits.unseen) + 1)) u
            """, as: MeasurementRow.self)
        guard let measurement = rows.first?.measurement else { return level }
        let (level, used) = pressure.withLock { pressure in
            pressure.measured(measurement)
            return (pressure.level, pressure.share)
        }
        unseen.record(measurement.unseen)
        oldest.record(measurement.oldestSeconds)
        share.record(used)
        return level
    }

    private func report(_ level: BackPressure.Level) {
        switch level {
        case .normal: logger.notice("verification keeps up again")
        case .warning:
            warnings.increment()
            logger.warning("verification falls behind: 80 % of a limit is used")
        case .full: logger.error("verification is too far behind: no more applications are accepted")
        }
    }
}

/// A measurement as a row.
private struct MeasurementRow: RowDecodable {
    let measurement: BackPressure.Measurement

    init(row: inout Row) throws(DatabaseError) {
        let unseen: Int64 = try row.next()
        let oldest: Int64 = try row.next()
        measurement = BackPressure.Measurement(unseen: Int(unseen), oldestSeconds: Int(oldest))
    }
}
