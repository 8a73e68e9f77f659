import Contracts
import CoreMetrics
import Database
import Foundation
import Logging

/// Works off the deferred messages of one consumer, each in a transaction of its own.
struct DeferredLoop<Handler: MessageHandler>: Sendable {
    private static var batch: Int { 100 }

    let runner: BatchRunner<Handler>
    let metrics: ConsumerMetrics
    let logger: Logger
    var interval: Duration = .milliseconds(500)

    private var consumer: String { runner.consumer }

    init(runner: BatchRunner<Handler>, metrics: ConsumerMetrics, logger: Logger) {
        self.runner = runner
        self.metrics = metrics
        self.logger = logger
    }

    /// Runs until the task is cancelled.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            var wait = interval
            do {
                if try await workOff() == Self.batch { wait = .zero }
                backOff.reset()
            } catch {
                if Task.isCancelled { return }
                logger.warning(
                    "deferred messages could not be worked off", error: error,
                    metadata: ["mpp.consumer": "\(consumer)"])
                wait = backOff.next()
            }
            // Waits out a fixed interval; cancellation ends the loop.
            if wait > .zero { try? await Task.sleep(for: wait) }
        }
    }

    /// Works off what is due; whatever goes wrong with a message puts it off, so that it cannot hold up the others.
    ///
    /// - Returns: how many rows were due.
    func workOff() async throws -> Int {
        let due = try await runner.engine.pool.query(
            """
            SELECT message_id, submission_id FROM deferred WHERE consumer = \(consumer) AND due_at <= now() \
            ORDER BY due_at, arrival LIMIT \(unescaped: Self.batch.description)
            """, as: DueMessage.self)
        for message in due {
            do {
                let isDone = try await runner.engine.perform { unit in try await workOff(message.key, in: unit) }
                if isDone { metrics.done.increment() }
            } catch {
                try await settle(message, after: error)
            }
        }
        return due.count
    }

    /// Parks a message that failed, or puts it off.
    private func settle(_ message: DueMessage, after error: any Error) async throws {
        let failure = BatchError(error)
        if case .message(let code, let detail) = failure {
            let submission = message.submission.map { SubmissionID($0) }
            if runner.failures.judge(failure, submission: submission) == .park {
                return try await park(message.key, reason: code, detail: detail)
            }
            try await runner.engine.perform { putOff(message.key, in: $0) }
            throw error
        }
        try await runner.engine.perform { putOff(message.key, in: $0) }
        guard BatchError.isLocal(error) else { throw error }
        logger.error(
            "a deferred message cannot be worked off and is put off", error: error,
            metadata: ["mpp.consumer": "\(consumer)", "messaging.message.id": "\(message.key)"])
    }

    /// Applies a message whose turn it is, and puts another one off.
    /// - Returns: whether it was applied.
    private func workOff(_ key: String, in unit: UnitOfWork) async throws -> Bool {
        let rows = try await unit.transaction.query(
            """
            SELECT d.exchange, d.routing_key, d.properties, d.body, d.reason, \
            EXISTS (SELECT 1 FROM parked p WHERE p.consumer = d.consumer AND p.submission_id = d.submission_id \
            AND p.arrival < d.arrival) \
            OR EXISTS (SELECT 1 FROM deferred e WHERE e.consumer = d.consumer AND e.submission_id = d.submission_id \
            AND e.arrival < d.arrival AND e.reason IN ('behind-another', 'replayed')) \
            FROM deferred d WHERE d.consumer = \(consumer) AND d.message_id = \(key) AND d.due_at <= now() \
            FOR UPDATE SKIP LOCKED
            """, as: DeferredRow.self)
        guard let row = rows.first else { return false }
        let properties = try StoredProperties.decode(row.properties)
        if row.reason == .discarded {
            try await pass(key, properties, in: unit)
            return false
        }
        let body = try runner.engine.protection.open(row.body, runner.parking.context(key))
        let decoded = runner.handler.decode(
            properties, exchange: row.exchange, routingKey: row.routingKey, body: body, deliveryCount: 0)
        guard case .accepted(let message) = decoded else {
            throw MessageRejection(reason: "unreadable", detail: "the message does not decode under this version")
        }
        let item = runner.item(key, message.inbound.envelope)
        guard try await isNext(item, message.region, in: unit) else {
            // It holds nothing up, else its predecessor would wait for it.
            putOff(key, as: .awaitingPredecessor, in: unit)
            return false
        }
        guard !row.isHeld else {
            putOff(key, in: unit)
            return false
        }
        let isFresh = try await finish(item, message.region, in: unit)
        if isFresh {
            try await runner.handler.apply([message], in: unit)
        } else {
            try await runner.handler.repeated([message], in: unit)
        }
        return isFresh
    }

    /// Lets the turn of a discarded message pass: what follows it is not held up, and a repeat of it changes nothing.
    private func pass(_ key: String, _ properties: WireProperties, in unit: UnitOfWork) async throws {
        let envelope: Envelope
        do throws(ContractViolation) {
            envelope = try Envelope(wire: properties)
        } catch {
            // Nothing can stand behind a message that belongs to no submission.
            unit.transaction.send("DELETE FROM deferred WHERE consumer = \(consumer) AND message_id = \(key)")
            _ = try await runner.admit([key], in: unit)
            return
        }
        let item = runner.item(key, envelope)
        guard try await isNext(item, envelope.region, in: unit) else {
            return putOff(key, as: .discarded, in: unit)
        }
        if try await finish(item, envelope.region, in: unit) {
            unit.count("\(consumer).discarded", envelope.subject, in: envelope.region)
        }
    }

    /// Whether no message before it in its stream is missing.
    private func isNext(_ item: BatchPlan.Item, _ region: RegionCode, in unit: UnitOfWork) async throws -> Bool {
        guard let position = item.position else { return true }
        let facts = try await PlanFacts.read(
            consumer: consumer, items: [item], regions: [region], in: unit.transaction)
        return position.sequence <= facts.reached(item) + 1
    }

    /// Takes a message whose turn it is off the table and into the inbox, and makes what stands behind it due.
    /// - Returns: whether it is fresh.
    private func finish(_ item: BatchPlan.Item, _ region: RegionCode, in unit: UnitOfWork) async throws -> Bool {
        unit.transaction.send("DELETE FROM deferred WHERE consumer = \(consumer) AND message_id = \(item.key)")
        let isFresh = try await !runner.admit([item.key], in: unit).isEmpty
        runner.advance([(item, region)], in: unit)
        if isFresh {
            unit.count("\(consumer).done", item.submission, in: region)
        } else {
            // Done elsewhere while it was being deferred: it was received once, and counted so twice.
            unit.count("\(consumer).received", item.submission, in: region, by: -1)
        }
        runner.release([item.submission], in: unit)
        return isFresh
    }

    /// Puts a message off, longer each time, up to a minute.
    private func putOff(_ key: String, as reason: BatchPlan.DeferralReason? = nil, in unit: UnitOfWork) {
        unit.transaction.send(
            """
            UPDATE deferred SET due_at = now() + make_interval(secs => least(60, power(2, least(tries, 6)))), \
            tries = tries + 1, reason = coalesce(\(reason?.rawValue), reason) \
            WHERE consumer = \(consumer) AND message_id = \(key)
            """)
    }

    /// Moves a deferred message that cannot be applied to the parked ones.
    private func park(_ key: String, reason: String, detail: String) async throws {
        try await runner.engine.perform { unit in
            unit.transaction.send(
                """
                WITH gone AS (DELETE FROM deferred WHERE consumer = \(consumer) AND message_id = \(key) RETURNING *) \
                INSERT INTO parked (consumer, message_id, region, submission_id, arrival, reason, detail, exchange, \
                routing_key, properties, body, replays) \
                SELECT consumer, message_id, region, submission_id, arrival, \(reason), \(detail), exchange, \
                routing_key, properties, body, replays FROM gone ON CONFLICT DO NOTHING
                """)
        }
        metrics.parked.increment()
        logger.warning(
            "message parked",
            metadata: [
                "mpp.consumer": "\(consumer)", "mpp.reason": "\(reason)", "messaging.message.id": "\(key)",
            ])
    }
}
