package import Broker
import Contracts
import CoreMetrics
import Database
import Foundation
import Logging
import Synchronization

/// Takes what has arrived in one queue, applies it in one transaction, and acknowledges after the commit.
///
/// A batch forms by itself: alone, a message waits for nobody; under load many share one commit.
package final class ConsumerLoop<Handler: MessageHandler>: Sendable {
    private struct State {
        var pausedFor: String?
        var waitingSince: ContinuousClock.Instant?
        var seenChannels: UInt64 = 0
    }

    /// The queue it reads.
    package let name: String
    private let consumer: BrokerConsumer
    private let runner: BatchRunner<Handler>
    private let deferredLoop: DeferredLoop<Handler>
    private let metrics: ConsumerMetrics
    private let logger: Logger
    private let batchLimit: Int
    private let state = Mutex(State())
    private let waits = DrainablePause()

    /// Makes a loop.
    ///
    /// - Parameters:
    ///   - queue: the queue it reads; also its name in the tables.
    ///   - handler: what is done with the messages.
    ///   - engine: the unit of work.
    ///   - consumer: takes the messages of the queue.
    ///   - batchLimit: messages in one transaction at most.
    package init(
        queue: String, handler: Handler, engine: Engine, consumer: BrokerConsumer, batchLimit: Int = 200
    ) {
        name = queue
        self.consumer = consumer
        self.batchLimit = batchLimit
        logger = engine.logger
        metrics = ConsumerMetrics(consumer: queue)
        runner = BatchRunner(consumer: queue, handler: handler, engine: engine)
        deferredLoop = DeferredLoop(runner: runner, metrics: metrics, logger: engine.logger)
    }

    /// Why the loop does not take messages at present; nil when it does.
    package var pausedFor: String? { state.withLock(\.pausedFor) }

    /// The connection's state.
    package var brokerState: BrokerState { consumer.state }

    /// Since when the loop has waited at an empty queue; nil while it works or is not connected.
    ///
    /// A wait that began before the present connection proves nothing of the queue, so it counts from the first look after.
    package var idleSince: ContinuousClock.Instant? {
        let isConnected = consumer.state == .connected
        let statistics = consumer.statistics
        let channels = statistics.connections + statistics.channelErrors
        return state.withLock { state in
            if !isConnected || state.seenChannels != channels {
                state.seenChannels = channels
                if state.waitingSince != nil { state.waitingSince = .now }
            }
            return isConnected ? state.waitingSince : nil
        }
    }

    /// Consumes until drained or cancelled; also works off the deferred messages of this consumer.
    package func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            tasks.addTask { await self.deferredLoop.run() }
            // Once draining, what has come and was not begun goes back to the broker.
            while !waits.isDraining {
                state.withLock { $0.waitingSince = .now }
                let deliveries = await consumer.nextBatch(max: batchLimit)
                state.withLock { $0.waitingSince = nil }
                if deliveries.isEmpty { break }
                await handle(deliveries)
            }
            await consumer.close()
            tasks.cancelAll()
        }
    }

    /// Takes no further messages; `run()` ends when those at hand are settled.
    package func drain() async {
        waits.drain()
        await consumer.drain()
    }

    private func handle(_ deliveries: [Delivery]) async {
        var accepted: [(DeliveryTag, Accepted<Handler.Message>)] = []
        for delivery in deliveries {
            switch runner.handler.decode(delivery) {
            case .unreadable(let unreadable):
                // What came before it about the same submission first, else it would queue behind it.
                if accepted.contains(where: { $0.1.submission == unreadable.envelope?.subject }) {
                    guard await apply(accepted) else { return }
                    accepted = []
                }
                guard await settle({ try await self.park(Parking.Item(unreadable)) }) else { return }
                await consumer.acknowledge([delivery.tag])
            case .accepted(let message) where delivery.deliveryCount >= 2:
                // It may have crashed us: what came before it first, then it alone.
                guard await apply(accepted), await apply([(delivery.tag, message)]) else { return }
                accepted = []
            case .accepted(let message):
                accepted.append((delivery.tag, message))
            }
        }
        _ = await apply(accepted)
    }

    private func apply(_ batch: [(DeliveryTag, Accepted<Handler.Message>)]) async -> Bool {
        guard !batch.isEmpty else { return true }
        let start = ContinuousClock.now
        guard await settle(batch.map(\.1)) else { return false }
        metrics.batch.record(batch.count)
        metrics.duration.recordNanoseconds((ContinuousClock.now - start).nanoseconds)
        #if CRASH_POINTS
            CrashPoint.beforeAck.reach()
        #endif
        await consumer.acknowledge(batch.map(\.0))
        return true
    }

    /// Applies messages, in halves where they fail together.
    /// - Returns: false when the loop is draining and the messages go back to the broker.
    private func settle(_ messages: [Accepted<Handler.Message>]) async -> Bool {
        var failure: BatchError?
        let isSettled = await settle {
            do {
                let tally = try await self.runner.apply(messages)
                self.note(tally)
            } catch {
                let verdict = BatchError(error)
                guard case .message = verdict else { throw error }
                failure = verdict
            }
        }
        guard isSettled, let failure, case .message(let code, let detail) = failure else { return isSettled }
        if messages.count > 1 {
            let middle = messages.count / 2
            guard await settle(Array(messages[..<middle])) else { return false }
            return await settle(Array(messages[middle...]))
        }
        if runner.failures.judge(failure, submission: messages[0].submission) == .pause {
            guard await pause("two messages failed alone with \(code)", for: .seconds(15)) else { return false }
            return await settle(messages)
        }
        return await settle {
            try await self.park(Parking.Item(messages[0].inbound, reason: code, detail: detail))
        }
    }

    private func park(_ item: Parking.Item) async throws {
        guard try await runner.park(item) else { return }
        metrics.parked.increment()
        logger.warning(
            "message parked",
            metadata: [
                "mpp.consumer": "\(name)", "mpp.reason": "\(item.reason)",
                "messaging.message.id": "\(item.key)",
            ])
    }

    /// Does some database work until it is done, pausing while the server cannot.
    /// - Returns: false when the loop is draining.
    private func settle(_ work: () async throws -> Void) async -> Bool {
        var backOff = BackOff()
        while true {
            do {
                try await work()
                state.withLock { $0.pausedFor = nil }
                return true
            } catch {
                if case .again = BatchError(error) {
                    // Others were faster several times over; that says nothing of the server.
                    guard await pause(nil, for: backOff.next()) else { return false }
                    continue
                }
                metrics.pauses.increment()
                logger.warning("consumer pauses", error: error, metadata: ["mpp.consumer": "\(name)"])
                guard await pause(String(describing: error), for: backOff.next()) else { return false }
            }
        }
    }

    /// Waits, unless the loop is draining.
    /// - Returns: false when it is draining or cancelled.
    private func pause(_ reason: String?, for wait: Duration) async -> Bool {
        if let reason { state.withLock { $0.pausedFor = reason } }
        return await waits.wait(for: wait)
    }

    private func note(_ tally: BatchRunner<Handler>.Tally) {
        metrics.done.increment(by: tally.done)
        metrics.duplicates.increment(by: tally.duplicates)
        metrics.deferred.increment(by: tally.deferred)
    }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
