import Synchronization

/// Where other threads leave commands for the pool's thread, which is woken only if it sleeps.
final class Mailbox: Sendable {
    /// What a connector thread brings.
    typealias Arrival = Result<Handover<LibpqConnection>, LibpqConnectFailure>

    private struct State {
        var commands: [PoolCommand] = []
        var arrivals: [Arrival] = []
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
            state.commands.append(command)
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
            state.arrivals.append(arrival)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if wakes { wakeUp.raise() }
    }

    /// Takes all there is into the emptied lists. If that is nothing, the caller may sleep, and will be woken.
    ///
    /// - Returns: whether there was nothing.
    func take(commands: inout [PoolCommand], arrivals: inout [Arrival]) -> Bool {
        state.withLock { state in
            swap(&state.commands, &commands)
            swap(&state.arrivals, &arrivals)
            state.isAsleep = commands.isEmpty && arrivals.isEmpty
            return state.isAsleep
        }
    }

    /// The thread has been woken, or its time was over.
    func awake(clear: Bool) {
        state.withLock { $0.isAsleep = false }
        if clear { wakeUp.clear() }
    }

    /// Refuses all further commands, gives back those left, and tells everybody who waits for the end.
    func end() -> [PoolCommand] {
        let (left, waiters) = state.withLock { state in
            state.hasEnded = true
            defer { (state.commands, state.arrivals, state.closeWaiters) = ([], [], []) }
            return (state.commands, state.closeWaiters)
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
