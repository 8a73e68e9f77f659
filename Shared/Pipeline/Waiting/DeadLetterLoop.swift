package import Broker
import Contracts
import Logging
import ServiceLifecycle
package import ServiceRuntime
import Synchronization

/// Takes what queues gave up out of a queue of dead letters, each batch in one transaction, acknowledged after it.
package final class DeadLetterLoop: Service {
    /// What a batch means to its owner.
    package typealias Apply = @Sendable (_ letters: [DeadLetter], _ unit: UnitOfWork) async throws -> Void

    private let queue: String
    private let engine: Engine
    private let consumer: BrokerConsumer
    private let apply: Apply
    private let pausedFor = Mutex<String?>(nil)
    private let waits = DrainablePause()

    /// Makes a loop over a queue; `apply` does the owner's part and may run again.
    package init(queue: String, engine: Engine, consumer: BrokerConsumer, apply: @escaping Apply) {
        self.queue = queue
        self.engine = engine
        self.consumer = consumer
        self.apply = apply
    }

    /// A loop over what a service's own queues gave up: parked with its protected body under the queue that gave it up,
    /// from where an operator can have it replayed.
    package static func ofService(_ engine: Engine, consumer: BrokerConsumer) -> DeadLetterLoop {
        DeadLetterLoop(queue: WireNames.Queue.dead(engine.service), engine: engine, consumer: consumer) {
            letters, unit in
            for letter in letters {
                // One that waits already, or was done after all, has been counted.
                guard try await engine.park([letter], as: letter.queue, keepsBodies: true, in: unit) == 1,
                    let envelope = letter.envelope
                else { continue }
                unit.count("\(letter.queue).received", envelope.subject, in: envelope.region)
            }
        }
    }

    /// What readiness says about it.
    package var health: HealthState {
        if let reason = pausedFor.withLock(\.self) { return .notReady("\(queue) pauses: \(reason)") }
        switch consumer.state {
        case .connected: return .ready
        case .connecting(let reason): return .notReady("\(queue): not consuming: \(reason)")
        case .blocked(let reason): return .notReady("\(queue): blocked: \(reason)")
        case .closed: return .notReady("\(queue): closed")
        }
    }

    /// Consumes until shut down.
    package func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            tasks.addTask {
                // Ends at the signal; a cancelled wait ends the same way.
                try? await gracefulShutdown()
                self.waits.drain()
                await self.consumer.drain()
            }
            while !waits.isDraining {
                let deliveries = await consumer.nextBatch(max: 100)
                if deliveries.isEmpty { break }
                guard await settle(deliveries) else { break }
                await consumer.acknowledge(deliveries.map(\.tag))
            }
            await consumer.close()
            tasks.cancelAll()
        }
    }

    /// Applies a batch until it is done, pausing while the server cannot; the last resort is to park it bodiless.
    private func settle(_ deliveries: [Delivery]) async -> Bool {
        let letters = deliveries.map { DeadLetter($0, foundIn: queue) }
        var backOff = BackOff()
        while true {
            do {
                try await engine.perform { unit in try await apply(letters, unit) }
                pausedFor.withLock { $0 = nil }
                return true
            } catch {
                switch BatchError(error) {
                case .again: break
                case .message where letters.count > 1:
                    for delivery in deliveries where await !settle([delivery]) { return false }
                    return true
                case .message(let code, _):
                    engine.logger.error(
                        "a dead letter cannot be applied and is parked",
                        metadata: ["messaging.destination.name": "\(queue)", "error.type": "\(code)"])
                    if await park(letters) { return true }
                case .server(let reason):
                    pausedFor.withLock { $0 = reason }
                    engine.logger.warning("dead letters wait", error: error)
                }
                guard await waits.wait(for: backOff.next()) else { return false }
            }
        }
    }

    private func park(_ letters: [DeadLetter]) async -> Bool {
        do {
            try await engine.perform { unit in try await engine.park(letters, as: queue, keepsBodies: false, in: unit) }
            return true
        } catch {
            engine.logger.warning("a dead letter could not be parked", error: error)
            return false
        }
    }
}

extension Engine {
    /// Parks dead letters in a unit of work, under the consumer's name that a replay goes to; without their bodies there
    /// is nothing to replay.
    ///
    /// - Returns: how many were neither parked nor waiting nor done before.
    @discardableResult
    package func park(
        _ letters: [DeadLetter], as consumer: String, keepsBodies: Bool, in unit: UnitOfWork
    ) async throws -> Int {
        let parking = Parking(consumer: consumer, protection: protection)
        var count = 0
        for letter in letters {
            let item = Parking.Item(letter, key: letter.key, keepsBody: keepsBodies)
            if try await parking.park(item, in: unit) { count += 1 }
        }
        return count
    }
}
