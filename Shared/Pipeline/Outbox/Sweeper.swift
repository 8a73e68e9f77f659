import Broker
import Contracts
import CoreMetrics
import Database
package import Foundation
import Logging

/// Takes due outbox rows to the broker: what a crash, a nack or a full fast path has left.
///
/// Only due rows are read, never a position in a sequence, so a late commit cannot be missed. Claiming moves a row's due
/// time, so that two sweepers do not take one row at once; a double would be absorbed by the inbox.
struct Sweeper: Sendable {
    private static let batch = 500

    let publishing: Publishing
    let rebuild: BodyRebuilder
    let interval: Duration

    /// Sweeps until the task is cancelled.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            var wait = interval
            if case .connected = publishing.publisher.state {
                do {
                    let count = try await sweep()
                    backOff.reset()
                    if count == Self.batch { wait = .zero }
                } catch {
                    if Task.isCancelled { return }
                    publishing.logger.warning("the outbox could not be swept", error: error)
                    wait = backOff.next()
                }
            }
            // Waits out a fixed interval; cancellation ends the loop.
            if wait > .zero { try? await Task.sleep(for: wait) }
        }
    }

    /// Takes one batch of due rows to the broker.
    ///
    /// The statement leaves the planner no way but by keys: with an unknown limit it expected a tenth of the outbox, and read
    /// all of it and of the journal.
    /// - Returns: how many rows were due.
    func sweep() async throws -> Int {
        let rows = try await publishing.pool.query(
            """
            WITH claimed AS (UPDATE outbox SET available_at = now() + interval '30 s' WHERE message_id = ANY(ARRAY(\
            SELECT message_id FROM outbox WHERE available_at <= now() ORDER BY available_at \
            LIMIT \(unescaped: Self.batch.description) FOR UPDATE SKIP LOCKED)) \
            RETURNING message_id, recorded_at, attempt, tries) \
            SELECT e.message_id, e.region, e.submission_id, e.sequence, e.type, e.source, e.exchange, e.routing_key, \
            e.occurred_at, e.causation, e.traceparent, e.tracestate, e.body, c.attempt, c.tries \
            FROM claimed c CROSS JOIN LATERAL (SELECT * FROM events WHERE recorded_at = c.recorded_at \
            AND message_id = c.message_id LIMIT 1) e \
            ORDER BY e.recorded_at, e.submission_id, e.sequence
            """, as: JournalRow.self)
        guard !rows.isEmpty else { return 0 }
        publishing.metrics.swept.increment(by: rows.count)
        await publishing.publish(try await entries(of: rows))
        return rows.count
    }

    /// The messages of claimed rows.
    ///
    /// One that cannot be made is left until its claim is over, so that it does not hold up the others; one that is not to
    /// be said any more goes.
    private func entries(of rows: [JournalRow]) async throws -> [OutboxEntry] {
        let missing = rows.filter { $0.body == nil }.map(\.messageID)
        var rebuilt: [UUID: [UInt8]]?
        do {
            rebuilt = missing.isEmpty ? [:] : try await rebuild(missing)
        } catch {
            publishing.logger.error(
                "the bodies of confidential messages could not be rebuilt", error: error,
                metadata: ["mpp.count": "\(missing.count)"])
        }
        var entries: [OutboxEntry] = []
        var gone: [UUID] = []
        for row in rows {
            guard let body = row.body ?? rebuilt?[row.messageID] else {
                if rebuilt != nil { gone.append(row.messageID) }
                continue
            }
            do {
                entries.append(
                    OutboxEntry(id: row.messageID, message: try row.message(body: body), tries: row.tries))
            } catch {
                publishing.logger.error(
                    "a row of the journal cannot be read back", error: error,
                    metadata: ["messaging.message.id": "\(row.messageID)"])
            }
        }
        if !gone.isEmpty {
            _ = try await publishing.pool.execute("DELETE FROM outbox WHERE message_id = ANY(\(gone))")
        }
        return entries
    }
}

/// Rebuilds the bodies of confidential statements; an id left out is not to be said any more, and its outbox row goes.
package typealias BodyRebuilder = @Sendable (_ ids: [UUID]) async throws -> [UUID: [UInt8]]
