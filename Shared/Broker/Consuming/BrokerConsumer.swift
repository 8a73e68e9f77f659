package import Logging
import Synchronization

/// Consumes one queue with manual acknowledgement.
///
/// Never more than `prefetch` deliveries are unsettled, so a slow reader bounds itself. After a lost connection it
/// consumes again; the broker then delivers anew what was not acknowledged.
///
/// - Isolation: the connection's own thread; nothing blocks it.
package actor BrokerConsumer {
    /// The connection's thread, the actor's executor.
    nonisolated let loop: BrokerLoop
    private nonisolated let board = StateBoard(.connecting(reason: "not started"))
    private nonisolated let isCancelled = Atomic(false)
    private nonisolated let mailbox = DeliveryMailbox()
    private nonisolated let acknowledgedTogether: Int
    private let driver: LinkDriver<ConsumerMachine>
    private let drainLimit: Duration
    private var handedOverAt = MonotonicTime.zero
    private var holdUntil = MonotonicTime.never
    private var drainers: [CheckedContinuation<Void, Never>] = []
    private var drainDeadline = MonotonicTime.never
    private var finishers: [CheckedContinuation<Void, Never>] = []

    /// Makes a consumer of a queue; `run` connects it.
    package init(settings: BrokerSettings, queue: String, prefetch: Int = 300, logger: Logger) {
        let loop = BrokerLoop()
        self.loop = loop
        drainLimit = settings.closeLimit
        let prefetch = UInt16(clamping: max(prefetch, 1))
        acknowledgedTogether = ConsumerMachine.acknowledgedTogether(prefetch: prefetch)
        let role = ConsumerMachine(
            queue: queue, prefetch: prefetch, consumerTag: settings.connectionName.shortened,
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

    /// Deliveries that follow one another more closely are a stream.
    private static let streamGap = Duration.milliseconds(1)
    /// So long after a delivery the thread looks for settlements by itself.
    private static let busyFor = Duration.milliseconds(20)

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
    package nonisolated func nextBatch(max count: Int) async -> [Delivery] {
        count > 0 ? await mailbox.take(count) : []
    }

    /// Finishes deliveries; the broker is told of all that can be told together, within a few milliseconds.
    package nonisolated func acknowledge(_ tags: [DeliveryTag]) async {
        if mailbox.finish(tags, wakeAt: acknowledgedTogether) { loop.wake() }
    }

    /// Gives a delivery up: back into its queue, or to its dead letters.
    package nonisolated func reject(_ tag: DeliveryTag, requeue: Bool) async {
        mailbox.reject(tag, requeue: requeue)
        loop.wake()
    }

    /// Ends the deliveries, bounded by `closeLimit`.
    ///
    /// Readers get nothing more, what was never handed out goes back to the queue; what was can still be settled.
    package func drain() async {
        endDeliveries()
        driver.machine.drain(at: SystemThread.now)
        if driver.machine.role.isCancelled || driver.machine.isClosed { return }
        drainDeadline = min(drainDeadline, SystemThread.now + drainLimit)
        await withCheckedContinuation { drainers.append($0) }
    }

    /// Drains, tells the broker what is settled and disconnects, bounded by `closeLimit`; it delivers again what is
    /// not settled by then.
    package func close() async {
        endDeliveries()
        driver.machine.close(at: SystemThread.now)
        await finished()
    }

    private func endDeliveries() {
        settle()
        driver.machine.role.restore(mailbox.end())
    }

    private func settle() {
        guard let settlements = mailbox.takeSettlements() else { return }
        driver.machine.role.acknowledge(settlements.finished)
        for rejection in settlements.rejected {
            driver.machine.role.reject(rejection.tag, requeue: rejection.requeue)
        }
    }

    private func finished() async {
        if driver.machine.isClosed {
            // What never connected has no turn in which it would be shown.
            return board.show(driver.machine.state, board.statistics)
        }
        await withCheckedContinuation { finishers.append($0) }
    }

    /// Gives the readers what has come.
    ///
    /// A reader that waits is woken at once, unless it has just been given some and the stream goes on: then for a
    /// tenth of the prefetch, or after a moment. Waking it for every few messages would cost more than handling them.
    private func handOver(at now: MonotonicTime) {
        let count = driver.machine.role.readyCount
        if count == 0 {
            holdUntil = .never
            return
        }
        if count < acknowledgedTogether, now < handedOverAt + Self.streamGap, now < holdUntil, mailbox.hasReader {
            holdUntil = min(holdUntil, now + Self.streamGap)
            return
        }
        holdUntil = .never
        handedOverAt = now
        mailbox.put(driver.machine.role.takeAll())
    }

    private func turn(_ readiness: WakeUp.Readiness, _ now: MonotonicTime) -> BrokerLoop.Interest {
        if isCancelled.load(ordering: .acquiring) { driver.machine.stop(at: now) }
        settle()
        let generation = driver.machine.role.generation
        var interest = driver.turn(readiness, at: now)
        // Whoever is answered below must find it there.
        var statistics = driver.machine.role.statistics
        statistics.connections = driver.machine.connections
        statistics.channelErrors = driver.machine.channelErrors
        board.show(driver.machine.state, statistics)
        if driver.machine.role.generation != generation { mailbox.removeAll() }
        handOver(at: now)
        if holdUntil != .never { interest.wake = min(interest.wake, holdUntil) }
        let isBusy = now < handedOverAt + Self.busyFor
        // While deliveries stream, a look every few milliseconds costs less than being woken for each batch.
        let mustSettle = mailbox.watch(isBusy) && !isBusy
        if mustSettle {
            interest.wake = now
        } else if isBusy {
            interest.wake = min(interest.wake, now + ConsumerMachine.longestPause)
        }
        if driver.machine.role.isStopped || driver.machine.isClosed { _ = mailbox.end() }
        if !drainers.isEmpty {
            if driver.machine.role.isCancelled || driver.machine.isClosed || now >= drainDeadline {
                for drainer in drainers { drainer.resume() }
                drainers = []
                drainDeadline = .never
            } else {
                interest.wake = min(interest.wake, drainDeadline)
            }
        }
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
