import Broker
import Database
import Logging
import Pipeline
import ServiceLifecycleTestKit
import Synchronization
import TestSupport

/// One running process of the service, as far as the engine is concerned.
final class Replica: Sendable {
    let engine: Engine
    /// Its consumer, if it has one.
    let loop: ConsumerLoop<EffectHandler>?
    let service: PipelineService
    private let task: Task<Void, Never>
    private let shutdown = ShutdownSwitch()

    /// Starts one; without a handler it consumes nothing.
    init(
        _ stage: Stage, handler: EffectHandler? = nil, prefetch: Int = 300, batchLimit: Int = 200,
        sources: [any DueSource] = [], database: DatabaseSettings? = nil, broker: BrokerSettings? = nil,
        rebuild: @escaping BodyRebuilder = { _ in [:] }
    ) {
        let engine = stage.engine(database, broker)
        let loop = handler.map { handler in
            ConsumerLoop(
                queue: stage.queue, handler: handler, engine: engine,
                consumer: BrokerConsumer(
                    settings: broker ?? stage.broker, queue: stage.queue, prefetch: prefetch, logger: .silent),
                batchLimit: batchLimit)
        }
        var consumers = PipelineService.Consumers()
        if let loop { consumers.add(loop) }
        let service = PipelineService(engine: engine, consumers: consumers, sources: sources, rebuild: rebuild)
        self.engine = engine
        self.loop = loop
        self.service = service
        let shutdown = shutdown
        task = Task {
            await testGracefulShutdown { trigger in
                shutdown.wire(trigger)
                await service.run()
            }
        }
        stage.replicas.add(self)
    }

    /// Shuts down as at a SIGTERM, and waits for the end.
    func stop() async {
        await beginToStop()
        await ended()
    }

    /// Shuts down as at a SIGTERM.
    func beginToStop() async { await shutdown.turn() }

    /// Ends at once: connections are cut, nothing is settled any more.
    func kill() async {
        beginToDie()
        await ended()
    }

    /// Begins to end at once.
    func beginToDie() { task.cancel() }

    /// Waits for the end; a caller that gives up kills it.
    func ended() async {
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

/// All replicas of a stage.
final class Replicas: Sendable {
    private let all = Mutex<[Replica]>([])

    /// Remembers one.
    func add(_ replica: Replica) { all.withLock { $0.append(replica) } }

    /// Ends those that still run.
    func killAll() async {
        for replica in all.withLock({ $0 }) { await replica.kill() }
    }
}

/// The signal to shut down.
final class ShutdownSwitch: Sendable {
    private let isWired = Gate()
    private let trigger = Mutex<GracefulShutdownTestTrigger?>(nil)

    /// Connects it.
    func wire(_ trigger: GracefulShutdownTestTrigger) {
        self.trigger.withLock { $0 = trigger }
        isWired.open()
    }

    /// Gives the signal.
    func turn() async {
        // Cut short only where the test is over.
        try? await isWired.pass()
        trigger.withLock { $0 }?.triggerGracefulShutdown()
    }
}
