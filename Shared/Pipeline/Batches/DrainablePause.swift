import Synchronization

/// The waits of a loop, which end at once when the loop begins to drain.
final class DrainablePause: Sendable {
    private struct State {
        var isDraining = false
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Whether the loop takes nothing more.
    var isDraining: Bool { state.withLock(\.isDraining) }

    /// Ends the present wait and all that follow.
    func drain() {
        let sleeper = state.withLock { state in
            state.isDraining = true
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// Waits, for one task at a time.
    ///
    /// - Returns: false when the loop drains or the task is cancelled: then there is no next try.
    func wait(for duration: Duration) async -> Bool {
        // A back-off; a cancelled one is over like any other.
        let sleeper = Task<Void, Never> { try? await Task.sleep(for: duration) }
        let isDraining = state.withLock { state in
            state.sleeper = sleeper
            return state.isDraining
        }
        if isDraining { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        return !state.withLock { state in
            state.sleeper = nil
            return state.isDraining
        } && !Task.isCancelled
    }
}
