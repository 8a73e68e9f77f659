import Synchronization

/// The waits of a loop, which end at once when the loop begins to drain.
final class DrainablePause: Sendable {
    private let draining = Atomic(false)
    private let pause = Pause()

    /// Whether the loop takes nothing more.
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// Ends the present wait and all that follow.
    func drain() {
        draining.store(true, ordering: .releasing)
        pause.end()
    }

    /// Waits, for one task at a time.
    ///
    /// - Returns: false when the loop drains or the task is cancelled: then there is no next try.
    func wait(for duration: Duration) async -> Bool {
        // What has ended the pause before stays, so a drain between the look and the wait is not missed.
        if !isDraining { await pause.wait(for: duration) }
        return !isDraining && !Task.isCancelled
    }
}
