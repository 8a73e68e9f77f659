import Contracts

/// The time of a run: nanoseconds since its start by a clock that never jumps, and the wall's time of the start.
struct RunClock: Sendable {
    private let start: ContinuousClock.Instant
    /// The start by the wall's clock.
    let startedAt: Timestamp

    /// A run that starts after a delay.
    init(startingIn delay: Duration) {
        start = ContinuousClock.now + delay
        let (seconds, attoseconds) = delay.components
        startedAt = Timestamp(
            microseconds: Timestamp.now().microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    /// The time since the start, below zero before it.
    ///
    /// - Units: nanoseconds.
    var now: Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The time since the start.
    ///
    /// - Units: seconds.
    var seconds: Double { Double(now) / 1e9 }

    /// Waits until a time of the run, and tells whether it has come; `isStopped` is asked ten times a second and ends the
    /// wait.
    ///
    /// - Units: nanoseconds.
    func wait(until nanoseconds: Int64, isStopped: () -> Bool) async -> Bool {
        let slice: Int64 = 100_000_000
        while !isStopped() {
            let rest = nanoseconds - now
            if rest <= 0 { return true }
            do {
                // The schedule itself: nothing else tells when a request is due.
                try await Task.sleep(
                    until: ContinuousClock.now + .nanoseconds(min(rest, slice)), tolerance: .zero, clock: .continuous)
            } catch {
                return false
            }
        }
        return false
    }
}
