import Contracts
import CoreMetrics
import Database
import Foundation
import Logging

/// Works off the deferred messages of one consumer, each in a transaction of its own, in the order of their arrival.
struct DeferredLoop<Handler: MessageHandler>: Sendable {
    private static var batch: Int64 { 100 }

    let runner: BatchRunner<Handler>
    let metrics: ConsumerMetrics
    let logger: Logger
    var interval: Duration = .milliseconds(500)

    /// Runs until the task is cancelled.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            var wait = interval
            do {
                if try await workOff() == Int(Self.batch) { wait = .zero }
                backOff.reset()
            } catch is CancellationError {
                return
            } catch {
                logger.warning(
                    "deferred messages could not be worked off", error: error,
                    metadata: ["mpp.consumer": "\(runner.consumer)"])
                wait = backOff.next()
            }
            // Waits out a fixed interval; cancellation ends the loop.
            if wait > .zero { try? await Task.sleep(for: wait) }
        }
    }

    /// Works off what is due.
    /// - Returns: how many rows were due.
    func workOff() async throws -> Int {
        let due = try await runner.engine.pool.query(
            """
            SELECT message_id FROM deferred WHERE consumer = \(runner.consumer) AND due_at <= now() \
            ORDER BY arrival LIMIT \(Self.batch)
            """, as: KeyRow.self)
        for row in due {
            do {
                try await runner.engine.perform { unit in try await workOff(row.key, in: unit) }
            } catch {
                guard case .message(let code, let detail) = BatchError(error) else { throw error }
                try await park(row.key, reason: code, detail: detail)
            }
        }
        return due.count
    }

    private func workOff(_ key: String, in unit: UnitOfWork) async throws {
        let rows = try await unit.transaction.query(
            """
            SELECT d.exchange, d.routing_key, d.properties, d.body, d.tries, \
            EXISTS (SELECT 1 FROM parked p WHERE p.consumer = d.consumer AND p.submission_id = d.submission_id) \
            OR EXISTS (SELECT 1 FROM deferred e WHERE e.consumer = d.consumer AND e.submission_id = d.submission_id \
            AND e.arrival < d.arrival AND e.reason <> 'awaiting-predecessor') \
            FROM deferred d WHERE d.consumer = \(runner.consumer) AND d.message_id = \(key) AND d.due_at <= now() \
            FOR UPDATE SKIP LOCKED
            """, as: DeferredRow.self)
        guard let row = rows.first else { return }
        let body = try runner.engine.protection.open(row.body, runner.parking.context(key))
        let decoded = runner.handler.decode(
            try StoredProperties.decode(row.properties), exchange: row.exchange, routingKey: row.routingKey, body: body,
            deliveryCount: 0)
        guard case .accepted(let message) = decoded else {
            throw MessageRejection(reason: "unreadable", detail: "the message does not decode under this version")
        }
        let item = runner.item(message)
        let facts = try await PlanFacts.read(
            consumer: runner.consumer, items: [item], regions: [message.region], in: unit.transaction)
        let plan = BatchPlan([item], waiting: [], held: [], positions: facts.positions)
        guard !row.isHeld, !plan.apply.isEmpty else {
            let wait = min(60, Int64(1) << min(Int64(row.tries), 6))
            unit.transaction.send(
                """
                UPDATE deferred SET due_at = now() + make_interval(secs => \(wait)), tries = tries + 1 \
                WHERE consumer = \(runner.consumer) AND message_id = \(key)
                """)
            return
        }
        unit.transaction.send(
            "DELETE FROM deferred WHERE consumer = \(runner.consumer) AND message_id = \(key)")
        let isFresh = try await !runner.admit([key], in: unit).isEmpty
        if isFresh {
            runner.advance([item], of: [message.region], in: unit)
            unit.count("\(runner.consumer).done", message.submission, in: message.region)
            try await runner.handler.apply([message], in: unit)
        } else {
            try await runner.handler.repeated([message], in: unit)
        }
        // What stands behind this message is due with it gone.
        unit.transaction.send(
            """
            UPDATE deferred SET due_at = now() \
            WHERE consumer = \(runner.consumer) AND submission_id = \(message.submission.uuid) AND due_at > now()
            """)
    }

    /// Moves a deferred message that cannot be applied to the parked ones.
    private func park(_ key: String, reason: String, detail: String) async throws {
        try await runner.engine.perform { unit in
            unit.transaction.send(
                """
                WITH gone AS (DELETE FROM deferred WHERE consumer = \(runner.consumer) AND message_id = \(key) \
                RETURNING *) \
                INSERT INTO parked (consumer, message_id, region, submission_id, reason, detail, exchange, routing_key, \
                properties, body) \
                SELECT consumer, message_id, region, submission_id, \(reason), \(detail), exchange, routing_key, \
                properties, body FROM gone ON CONFLICT DO NOTHING
                """)
        }
        metrics.parked.increment()
    }
}

/// A deferred message as its row keeps it.
private struct DeferredRow: RowDecodable {
    let exchange: String
    let routingKey: String
    let properties: [UInt8]
    let body: [UInt8]
    let tries: Int
    let isHeld: Bool

    init(row: inout Row) throws(DatabaseError) {
        exchange = try row.next()
        routingKey = try row.next()
        properties = try row.next()
        body = try row.next()
        tries = Int(try row.next() as Int32)
        isHeld = try row.next()
    }
}
