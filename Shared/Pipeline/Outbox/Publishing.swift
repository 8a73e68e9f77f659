import Broker
import Contracts
import CoreMetrics
import Database
import Foundation
import Logging

/// Publishes outbox entries and settles their rows: confirmed rows go in one statement, the others become due later.
struct Publishing: Sendable {
    let pool: DatabasePool
    let publisher: BrokerPublisher
    let metrics: PipelineMetrics
    let logger: Logger

    /// Publishes the entries and settles their rows.
    ///
    /// A row whose settlement the database did not take stays and is published again by the sweeper: a double that
    /// the receivers' inboxes absorb.
    func publish(_ entries: [OutboxEntry]) async {
        guard !entries.isEmpty else { return }
        #if CRASH_POINTS
            if CrashPoint.afterPublish.isDue { await crashUnconfirmed(entries) }
        #endif
        let outcomes = await publisher.publish(entries.map(\.message))
        #if CRASH_POINTS
            if outcomes.contains(where: \.isConfirmed) { CrashPoint.afterConfirm.reach() }
        #endif
        var confirmed: [UUID] = []
        var later: [(id: UUID, milliseconds: Int64)] = []
        var reasons: [OutboxVerdict.Reason: Int] = [:]
        for (entry, outcome) in zip(entries, outcomes) {
            switch OutboxVerdict(outcome, tries: entry.tries) {
            case .delete:
                confirmed.append(entry.id)
            case .retry(let wait, let reason):
                later.append((entry.id, wait.milliseconds))
                reasons[reason, default: 0] += 1
                if reason == .noRoute { metrics.noRoute.increment() }
            }
        }
        metrics.published.increment(by: confirmed.count)
        metrics.refused.increment(by: later.count)
        for (reason, count) in reasons {
            logger.warning(
                "messages stay in the outbox",
                metadata: ["mpp.reason": "\(reason.rawValue)", "mpp.count": "\(count)"])
        }
        await settle(confirmed: confirmed, later: later)
    }

    private func settle(confirmed: [UUID], later: [(id: UUID, milliseconds: Int64)]) async {
        do {
            if !confirmed.isEmpty {
                _ = try await pool.execute("DELETE FROM outbox WHERE message_id = ANY(\(confirmed))")
            }
            if !later.isEmpty {
                _ = try await pool.execute(
                    """
                    UPDATE outbox o SET available_at = now() + make_interval(secs => s.wait / 1000.0), \
                    tries = o.tries + 1 \
                    FROM unnest(\(later.map(\.id)), \(later.map(\.milliseconds))) AS s (id, wait) \
                    WHERE o.message_id = s.id
                    """)
            }
        } catch {
            metrics.unsettled.increment(by: confirmed.count + later.count)
            logger.warning("outbox rows could not be settled; the sweeper will", error: error)
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
