import Synchronization

/// Where other threads leave commands for the pool's thread, which is woken only if it sleeps.
final class Mailbox: Sendable {
    /// What a connector thread brings.
    typealias Arrival = Result<Handover<LibpqConnection>, LibpqConnectFailure>

    /// What was left for the thread.
    struct Mail {
        /// What others ask for.
        var commands: [PoolCommand] = []
        /// What connector threads brought.
        var arrivals: [Arrival] = []
        /// Pieces of tasks to run.
        var jobs: [PoolJob] = []

        /// Whether there is nothing.
        var isEmpty: Bool { commands.isEmpty && arrivals.isEmpty && jobs.isEmpty }

        /// Forgets what was there, and keeps the room.
        mutating func removeAll() {
            commands.removeAll(keepingCapacity: true)
            arrivals.removeAll(keepingCapacity: true)
            jobs.removeAll(keepingCapacity: true)
        }
    }

    private struct State {
        var mail = Mail()
        var isAsleep = false
        var hasEnded = false
        var closeWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let wakeUp = WakeUp()

    /// The descriptor that becomes readable when there is something to take.
    var descriptor: Int32 { wakeUp.descriptor }

    /// Leaves a command; `false` if the thread has ended and will never take it.
    func post(_ command: PoolCommand) -> Bool {
        let (accepted, wakes) = state.withLock { state in
            guard !state.hasEnded else { return (false, false) }
            state.mail.commands.append(command)
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        if wakes { wakeUp.raise() }
        return accepted
    }

    /// Leaves a connection, or the reason why there is none.
    func arrive(_ arrival: Arrival) {
        let wakes = state.withLock { state in
            // After the end nobody takes it, and the connection closes with the last reference.
            guard !state.hasEnded else { return false }
            state.mail.arrivals.append(arrival)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if wakes { wakeUp.raise() }
    }

    /// Leaves a piece of a task; `false` if the thread has ended and will never run it.
    func post(_ job: PoolJob) -> Bool {
        let (accepted, wakes) = state.withLock { state in
            guard !state.hasEnded else { return (false, false) }
            state.mail.jobs.append(job)
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        if wakes { wakeUp.raise() }
        return accepted
    }

    /// Takes all there is into the emptied lists.
    ///
    /// If that is nothing, the caller may sleep, and will be woken.
    ///
    /// - Returns: whether there was nothing.
    func take(_ mail: inout Mail) -> Bool {
        state.withLock { state in
            swap(&state.mail, &mail)
            state.isAsleep = mail.isEmpty
            return state.isAsleep
        }
    }

    /// The thread has been woken, or its time was over.
    func awake(clear: Bool) {
        state.withLock { $0.isAsleep = false }
        if clear { wakeUp.clear() }
    }

    /// Refuses all further mail, gives back what is left, and tells everybody who waits for the end.
    func end() -> Mail {
        let (left, waiters) = state.withLock { state in
            state.hasEnded = true
            defer { (state.mail, state.closeWaiters) = (Mail(), []) }
            return (state.mail, state.closeWaiters)
        }
        for waiter in waiters { waiter.resume() }
        return left
    }

    /// Waits for the end.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.closeWaiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }
}
