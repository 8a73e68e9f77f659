/// A latency over the whole run, and since it was looked at last.
struct LatencyPair: Sendable {
    /// The whole run.
    private(set) var total = LatencyHistogram()
    private var interval = LatencyHistogram()

    /// Records a latency.
    mutating func record(nanoseconds: Int64) {
        let microseconds = (nanoseconds + 500) / 1000
        total.record(microseconds: microseconds)
        interval.record(microseconds: microseconds)
    }

    /// Takes what was recorded since the last time; nil for nothing.
    mutating func take() -> LatencyHistogram? {
        guard interval.count > 0 else { return nil }
        defer { interval.reset() }
        return interval
    }
}
