import Logging
import Synchronization

/// A connection for a few requests: made, used, closed.
actor TopologySession {
    /// The connection's thread, the actor's executor.
    nonisolated let loop: BrokerLoop
    private nonisolated let isCancelled = Atomic(false)
    private let driver: LinkDriver<TopologyMachine>
    private var finishers: [CheckedContinuation<Void, Never>] = []

    /// Makes a session for these requests.
    init(_ requests: [TopologyRequest], stopsAtRefusal: Bool, settings: BrokerSettings) {
        let loop = BrokerLoop()
        self.loop = loop
        var settings = settings
        settings.closeLimit = .seconds(30)
        driver = LinkDriver(
            machine: LinkMachine(
                role: TopologyMachine(requests, stopsAtRefusal: stopsAtRefusal), settings: settings, reconnects: false),
            settings: settings, logger: Logger(label: "topology") { _ in SwiftLogNoOpLogHandler() },
            wake: { loop.wake() })
        loop.start { [weak self] readiness, now in
            guard let self else { return nil }
            return self.assumeIsolated { $0.turn(readiness, now) }
        }
    }

    deinit {
        loop.stop()
    }

    /// Does the requests, bounded in time, and disconnects.
    ///
    /// - Returns: a result for each request that was tried, in their order.
    func perform() async -> [Result<InboundFrame.Reply, BrokerError>] {
        driver.machine.start(at: SystemThread.now)
        await withTaskCancellationHandler {
            await withCheckedContinuation { finishers.append($0) }
        } onCancel: {
            isCancelled.store(true, ordering: .releasing)
            loop.wake()
        }
        return driver.machine.role.results
    }

    private func turn(_ readiness: WakeUp.Readiness, _ now: MonotonicTime) -> BrokerLoop.Interest {
        if isCancelled.load(ordering: .acquiring) { driver.machine.stop(at: now) }
        var interest = driver.turn(readiness, at: now)
        if driver.machine.role.isDone, !driver.machine.isClosed {
            driver.machine.stop(at: now)
            interest = driver.turn(WakeUp.Readiness(), at: now)
        }
        if driver.machine.isClosed {
            for finisher in finishers { finisher.resume() }
            finishers = []
        }
        return interest
    }
}
