/// A moment of a clock that never jumps; all timers of the connection count by it.
///
/// - Units: nanoseconds from an arbitrary start.
struct MonotonicTime: Comparable, Hashable, Sendable {
    /// Nanoseconds since the start.
    var nanoseconds: Int64

    /// A moment that never comes.
    static let never = MonotonicTime(nanoseconds: .max)
    /// The start.
    static let zero = MonotonicTime(nanoseconds: 0)

    /// Whether the left moment is earlier.
    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment a duration later; stays within range.
    static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(duration.nanoseconds)
        return MonotonicTime(nanoseconds: overflow ? .max : sum)
    }
}

extension Duration {
    /// The duration in nanoseconds; stays within range.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? .max : sum
    }
}
