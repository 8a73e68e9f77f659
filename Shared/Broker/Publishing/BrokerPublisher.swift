package import Logging
import Synchronization

/// Publishes with confirms: each message gets an outcome, however the connection fares.
///
/// Its thread owns one connection; batches go over in one hop and come back in one. A full window makes `publish`
/// wait: that is the back-pressure.
///
/// - Isolation: the connection's own thread; nothing blocks it.
package actor BrokerPublisher {
    /// The connection's thread, the actor's executor.
    nonisolated let loop: BrokerLoop
    private nonisolated let board = StateBoard(.connecting(reason: "not started"))
    private nonisolated let isCancelled = Atomic(false)
    private let driver: LinkDriver<PublisherMachine>
    private var senders: [CheckedContinuation<[PublishOutcome], Never>?] = []
    private var finishers: [CheckedContinuation<Void, Never>] = []

    /// Makes a publisher with so many messages in flight; `run` connects it.
    package init(settings: BrokerSettings, window: Int = 500, logger: Logger) {
        let loop = BrokerLoop()
        self.loop = loop
        let role = PublisherMachine(
            window: window,
            limits: PublisherMachine.Limits(
                stampedUser: settings.stampsUserID ? settings.user : nil, user: settings.user,
                maximumBodyBytes: settings.maximumBodyBytes, unsent: settings.unsentLimit,
                confirm: settings.confirmLimit, stall: settings.stallLimit))
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

    /// Publishes messages and gives an outcome for each, in their order.
    ///
    /// Waits as long as the broker takes: for a connection no longer than `unsentLimit`, for a confirm no longer than
    /// `confirmLimit`. Cancelling the caller's task does not cut it short, since the outcomes matter.
    package func publish(_ messages: [OutboundMessage]) async -> [PublishOutcome] {
        if messages.isEmpty { return [] }
        return await withCheckedContinuation { continuation in
            let batch = Int(driver.machine.role.submit(messages, at: SystemThread.now))
            while senders.count <= batch { senders.append(nil) }
            senders[batch] = continuation
        }
    }

    /// Takes no more messages, waits for the outstanding confirms, bounded by `closeLimit`, and disconnects.
    package func close() async {
        driver.machine.close(at: SystemThread.now)
        await finished()
    }

    private func finished() async {
        if driver.machine.isClosed {
            // What never connected has no turn in which it would be shown.
            return board.show(driver.machine.state, board.statistics)
        }
        await withCheckedContinuation { finishers.append($0) }
    }

    private func turn(_ readiness: WakeUp.Readiness, _ now: MonotonicTime) -> BrokerLoop.Interest {
        if isCancelled.load(ordering: .acquiring) { driver.machine.stop(at: now) }
        let interest = driver.turn(readiness, at: now)
        var statistics = driver.machine.role.statistics
        statistics.connections = driver.machine.connections
        statistics.channelErrors = driver.machine.channelErrors
        // Whoever is answered below must find it there.
        board.show(driver.machine.state, statistics)
        while let (batch, outcomes) = driver.machine.role.takeCompleted() {
            senders[Int(batch)].take()?.resume(returning: outcomes)
        }
        if driver.machine.isClosed, !finishers.isEmpty {
            for finisher in finishers { finisher.resume() }
            finishers = []
        }
        return interest
    }
}
