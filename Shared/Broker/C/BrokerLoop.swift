import Synchronization

/// The thread of one connection, and the executor of the actor that owns it: the actor's code, the reading and the
/// writing all happen here, in turns.
final class BrokerLoop: SerialExecutor {
    /// What to wait for until the next turn.
    struct Interest: Sendable {
        /// The socket; -1 = none.
        var socket: Int32 = -1
        /// Whether to wait until it can be written.
        var writing = false
        /// The latest moment of the next turn.
        var wake = MonotonicTime.never
    }

    private struct Inbox: Sendable {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let state = Atomic(State.awake)
    private let thread = Atomic<UInt>(0)
    private let wakeUp = WakeUp()

    /// What the thread is doing, for those who may have to wake it.
    private enum State: UInt8, AtomicRepresentable {
        case awake
        case asleep
        /// Awake, and something has come that it may not have seen.
        case notified
    }

    /// Starts the thread; `turn` is called on it after the actor's jobs, nil from it ends the thread.
    func start(_ turn: @escaping @Sendable (WakeUp.Readiness, MonotonicTime) -> Interest?) {
        let isRunning = SystemThread.start("broker") { [self] in run(turn) }
        // Without a thread nothing here can work at all, and nobody could be told.
        precondition(isRunning, "the system gives no further thread")
    }

    /// Ends the thread after the turn it is in.
    func stop() {
        inbox.withLock { $0.isStopped = true }
        wake()
    }

    /// Makes a turn happen soon.
    func wake() {
        if state.exchange(.notified, ordering: .sequentiallyConsistent) == .asleep { wakeUp.signal() }
    }

    private func run(_ turn: (WakeUp.Readiness, MonotonicTime) -> Interest?) {
        thread.store(SystemThread.current, ordering: .releasing)
        var jobs: [UnownedJob] = []
        var readiness = WakeUp.Readiness()
        while true {
            state.store(.awake, ordering: .sequentiallyConsistent)
            let isStopped = inbox.withLock { inbox in
                swap(&jobs, &inbox.jobs)
                return inbox.isStopped
            }
            for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
            jobs.removeAll(keepingCapacity: true)
            guard !isStopped, let interest = turn(readiness, SystemThread.now) else { break }
            readiness = wait(interest)
        }
        drain()
    }

    private func wait(_ interest: Interest) -> WakeUp.Readiness {
        let maySleep = state.compareExchange(
            expected: .awake, desired: .asleep, ordering: .sequentiallyConsistent
        ).exchanged
        var milliseconds: Int32 = 0
        if maySleep {
            milliseconds = -1
            if interest.wake != .never {
                let rest = max(0, interest.wake.nanoseconds &- SystemThread.now.nanoseconds)
                milliseconds = Int32(clamping: (rest &+ 999_999) / 1_000_000)
            }
        }
        return wakeUp.wait(socket: interest.socket, forWriting: interest.writing, milliseconds: milliseconds)
    }

    // Jobs that were on their way when the thread ended still run, here or on the thread that brings them.
    private func drain() {
        while true {
            let jobs = inbox.withLock { inbox -> [UnownedJob] in
                inbox.isStopped = true
                defer { inbox.jobs = [] }
                return inbox.jobs
            }
            if jobs.isEmpty { break }
            for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Takes a job of the actor.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.withLock { $0.jobs.append(job) }
        wake()
    }

    /// Whether the caller runs on this thread.
    func isIsolatingCurrentContext() -> Bool? {
        thread.load(ordering: .acquiring) == SystemThread.current
    }

    /// Stops the process when the caller does not run on this thread.
    func checkIsolated() {
        // Only a programmer's mistake leads to another thread.
        precondition(isIsolatingCurrentContext() == true, "not on the connection's thread")
    }
}
