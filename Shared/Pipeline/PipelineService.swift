import Broker
import Contracts
import Database
import Logging
import ServiceLifecycle
package import ServiceRuntime

/// The engine of one service as a process runs it: connections, consumers, fast path, sweeper and due rows.
package final class PipelineService: Service {
    /// A consumer loop without its handler's type.
    fileprivate struct Loop: Sendable {
        let name: String
        let run: @Sendable () async -> Void
        let drain: @Sendable () async -> Void
        let health: @Sendable () -> HealthState
        let idleSince: @Sendable () -> ContinuousClock.Instant?
    }

    /// The unit of work of the service.
    package let engine: Engine
    private let sources: [any DueSource]
    private let rebuild: BodyRebuilder
    private let loops: [Loop]

    /// Makes the engine's service.
    ///
    /// - Parameters:
    ///   - engine: the unit of work.
    ///   - consumers: the queues it reads.
    ///   - sources: the kinds of rows that become due.
    ///   - rebuild: rebuilds the bodies of confidential statements.
    package init(
        engine: Engine, consumers: Consumers = Consumers(), sources: [any DueSource] = [],
        rebuild: @escaping BodyRebuilder = { _ in [:] }
    ) {
        self.engine = engine
        self.sources = sources + [AccessLogChain()]
        self.rebuild = rebuild
        loops = consumers.loops
    }

    /// The consumers of a service.
    package struct Consumers {
        fileprivate var loops: [PipelineService.Loop] = []

        /// Makes an empty list.
        package init() {}

        /// Adds a consumer.
        package mutating func add<Handler>(_ loop: ConsumerLoop<Handler>) {
            loops.append(
                Loop(
                    name: loop.name, run: { await loop.run() }, drain: { await loop.drain() },
                    health: {
                        if let reason = loop.pausedFor { return .notReady("\(loop.name) pauses: \(reason)") }
                        switch loop.brokerState {
                        case .connected: return .ready
                        case .connecting(let reason): return .notReady("\(loop.name): not consuming: \(reason)")
                        case .blocked(let reason): return .notReady("\(loop.name): blocked: \(reason)")
                        case .closed: return .notReady("\(loop.name): closed")
                        }
                    },
                    idleSince: { loop.idleSince }))
        }
    }

    /// Registers what readiness says about the database, the publisher and each consumer.
    package func register(with health: Health) {
        let engine = engine
        health.register("database") {
            switch engine.pool.state {
            case .ready: .ready
            case .connecting(let reason): .notReady("database: \(reason)")
            case .closed: .notReady("database: closed")
            }
        }
        health.register("broker") {
            switch engine.publisher.state {
            case .connected: .ready
            case .connecting(let reason): .notReady("broker: \(reason)")
            case .blocked(let reason): .notReady("broker blocks publishing: \(reason)")
            case .closed: .notReady("broker: closed")
            }
        }
        for loop in loops { health.register(loop.name, loop.health) }
    }

    /// Whether every queue of the service has been seen empty for a moment: what arrived before now has been applied.
    package var isDrained: Bool {
        loops.allSatisfy { loop in
            loop.idleSince().map { ContinuousClock.now - $0 > .milliseconds(500) } ?? false
        }
    }

    /// Runs until shut down: then takes no more messages, settles those at hand, and publishes what was said.
    package func run() async {
        await withTaskGroup(of: Void.self) { background in
            let sweeper = Sweeper(publishing: engine.publishing, rebuild: rebuild, interval: .milliseconds(500))
            background.addTask { await self.engine.pool.run() }
            background.addTask { await self.engine.publisher.run() }
            background.addTask { await sweeper.run() }
            background.addTask { await JournalWatch(pool: self.engine.pool, logger: self.engine.logger).run() }
            await withTaskGroup(of: Void.self) { fastPath in
                fastPath.addTask { await self.engine.fastPath.run() }
                await work()
                // Nobody says anything any more; what was said goes out while the connections are still there.
                engine.fastPath.close()
            }
            await engine.publisher.close()
            background.cancelAll()
        }
        await engine.pool.close()
    }

    /// Consumes, and works off due rows, until the shutdown has drained every queue.
    private func work() async {
        await withTaskGroup(of: Void.self) { due in
            for source in sources {
                let loop = DueLoop(source: source, engine: engine)
                due.addTask { await loop.run() }
            }
            await withTaskGroup(of: Void.self) { consumers in
                for loop in loops { consumers.addTask { await loop.run() } }
                await drainOnShutdown()
            }
            due.cancelAll()
        }
    }

    private func drainOnShutdown() async {
        // Ends at the signal; a cancelled wait ends the same way.
        try? await gracefulShutdown()
        await withTaskGroup(of: Void.self) { tasks in
            for loop in loops { tasks.addTask { await loop.drain() } }
        }
    }
}
