package import Contracts

/// A stretch of an application's legal clock, running or standing still.
///
/// The segments of an application follow one another without gaps; the last one has no end while it is open.
package struct ClockSegment: Hashable, Sendable {
    /// When it began.
    package let from: Timestamp
    /// When it ended; nil while it lasts.
    package var to: Timestamp?
    /// Why the clock stands still; nil while it runs.
    package let pause: PauseReason?

    /// Describes a stretch.
    package init(from: Timestamp, to: Timestamp? = nil, pause: PauseReason? = nil) {
        self.from = from
        self.to = to
        self.pause = pause
    }

    /// Whether the clock runs in it.
    package var isRunning: Bool { pause == nil }
}
