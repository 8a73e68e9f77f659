import DequeModule
package import Logging
import Synchronization

/// Consumes one queue with manual acknowledgement.
///
/// Never more than `prefetch` deliveries are unsettled, so a slow reader bounds itself. After a lost connection it
/// consumes again; the broker then delivers anew what was not acknowledged.
///
/// - Isolation: the connection's own thread; nothing blocks it.
package actor BrokerConsumer {
    private struct Reader {
        let id: UInt64
        let count: Int
        let continuation: CheckedContinuation<[Delivery], Never>
    }

    /// The connection's thread, the actor's executor.
    nonisolated let loop: BrokerLoop
    private nonisolated let board = StateBoard(.connecting(reason: "not started"))
    private nonisolated let isCancelled = Atomic(false)
    private let driver: LinkDriver<ConsumerMachine>
    private let drainLimit: Duration
    private var readers: Deque<Reader> = []
    private var lastReader: UInt64 = 0
    private var drainers: [CheckedContinuation<Void, Never>] = []
    private var drainDeadline = MonotonicTime.never
    private var finishers: [CheckedContinuation<Void, Never>] = []

    /// Makes a consumer of a queue; `run` connects it.
    package init(settings: BrokerSettings, queue: String, prefetch: Int = 300, logger: Logger) {
        let loop = BrokerLoop()
        self.loop = loop
        drainLimit = settings.closeLimit
        let role = ConsumerMachine(
            queue: queue, prefetch: UInt16(clamping: max(prefetch, 1)), consumerTag: settings.connectionName.shortened,
            backoff: ReconnectBackoff(
                first: settings.firstRetryPause, longest: settings.longestRetryPause,
                seed: UInt64.random(in: 0 ... .max)),
            idleProbeInterval: settings.idleProbeInterval)
        var logger = logger
        logger[metadataKey: "messaging.destination.name"] = "\(queue)"
        driver = LinkDriver(
            machine: LinkMachine(role: role, settings: settings), settings: settings, logger: logger,
            wake: { loop.wake() })
        loop.start { [weak self] readiness, now in
            guard let self else { return nil }
            return self.assumeIsolated { $0.turn(readiness, now) }
        }
    }

    deinit {
        loop.stop()
    }

    /// How it stands with the broker; from anywhere, without waiting.
    package nonisolated var state: BrokerState { board.state }
    /// What it has done; from anywhere, without waiting.
    package nonisolated var statistics: BrokerStatistics { board.statistics }

    /// Connects, and connects again, until the task is cancelled or `close` is called; then nobody waits any more.
    package func run() async {
        driver.machine.start(at: SystemThread.now)
        await withTaskCancellationHandler {
            await finished()
        } onCancel: {
            isCancelled.store(true, ordering: .releasing)
            loop.wake()
        }
    }

    /// Waits for deliveries and takes those that are there, at most `max`; none when draining, closed, or when the
    /// caller's task is cancelled.
    package func nextBatch(max count: Int) async -> [Delivery] {
        if driver.machine.role.isOver || driver.machine.isClosed || count < 1 { return [] }
        if readers.isEmpty {
            let batch = driver.machine.role.take(count)
            if !batch.isEmpty { return batch }
        }
        lastReader += 1
        let id = lastReader
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: [])
                } else {
                    readers.append(Reader(id: id, count: count, continuation: continuation))
                }
            }
        } onCancel: {
            Task { await self.cancelReader(id) }
        }
    }

    private func cancelReader(_ id: UInt64) {
        guard let place = readers.firstIndex(where: { $0.id == id }) else { return }
        readers.remove(at: place).continuation.resume(returning: [])
    }

    /// Finishes deliveries; the broker is told of all that can be told together.
    package func acknowledge(_ tags: [DeliveryTag]) async {
        driver.machine.role.acknowledge(tags)
    }

    /// Gives a delivery up: back into its queue, or to its dead letters.
    package func reject(_ tag: DeliveryTag, requeue: Bool) async {
        driver.machine.role.reject(tag, requeue: requeue)
    }

    /// Ends the deliveries: readers get nothing more, what was never handed out goes back to the queue; what was can
    /// still be settled. Bounded by `closeLimit`.
    package func drain() async {
        driver.machine.drain(at: SystemThread.now)
        if driver.machine.role.isCancelled || driver.machine.isClosed { return }
        drainDeadline = min(drainDeadline, SystemThread.now + drainLimit)
        await withCheckedContinuation { drainers.append($0) }
    }

    /// Drains, tells the broker what is settled and disconnects, bounded by `closeLimit`; it delivers again what is
    /// not settled by then.
    package func close() async {
        driver.machine.close(at: SystemThread.now)
        await finished()
    }

    private func finished() async {
        if driver.machine.isClosed { return }
        await withCheckedContinuation { finishers.append($0) }
    }

    private func turn(_ readiness: WakeUp.Readiness, _ now: MonotonicTime) -> BrokerLoop.Interest {
        if isCancelled.load(ordering: .acquiring) { driver.machine.stop(at: now) }
        var interest = driver.turn(readiness, at: now)
        let isOver = driver.machine.role.isOver || driver.machine.isClosed
        while let reader = readers.first {
            let batch = driver.machine.role.take(reader.count)
            if batch.isEmpty, !isOver { break }
            readers.removeFirst()
            reader.continuation.resume(returning: batch)
        }
        if !drainers.isEmpty {
            if driver.machine.role.isCancelled || driver.machine.isClosed || now >= drainDeadline {
                for drainer in drainers { drainer.resume() }
                drainers = []
                drainDeadline = .never
            } else {
                interest.wake = min(interest.wake, drainDeadline)
            }
        }
        var statistics = driver.machine.role.statistics
        statistics.connections = driver.machine.connections
        statistics.channelErrors = driver.machine.channelErrors
        board.show(driver.machine.state, statistics)
        if driver.machine.isClosed, !finishers.isEmpty {
            for finisher in finishers { finisher.resume() }
            finishers = []
        }
        return interest
    }
}

extension String {
    /// The text cut to what a consumer tag may hold.
    fileprivate var shortened: String { fitsShortString ? self : String(decoding: utf8.prefix(200), as: UTF8.self) }
}
