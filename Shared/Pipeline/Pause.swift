import Synchronization

/// A wait that something else may end before its time.
final class Pause: Sendable {
    private struct State {
        var isEnded = false
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Ends the present wait, or the next one when nobody waits.
    func end() {
        let sleeper = state.withLock { state in
            state.isEnded = true
            return state.sleeper
        }
        sleeper?.cancel()
    }

    /// Waits, for one task at a time, until the time is over, the wait is ended or the task is cancelled.
    func wait(for duration: Duration) async {
        // A cancelled sleep is over like any other.
        let sleeper = Task<Void, Never> { try? await Task.sleep(for: duration) }
        let isEnded = state.withLock { state in
            state.sleeper = sleeper
            return state.isEnded
        }
        if isEnded { sleeper.cancel() }
        await withTaskCancellationHandler {
            await sleeper.value
        } onCancel: {
            sleeper.cancel()
        }
        state.withLock { $0 = State() }
    }
}
