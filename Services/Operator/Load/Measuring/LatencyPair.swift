import Foundation

/// A latency over the whole run, and since it was looked at last.
struct LatencyPair: Sendable {
    /// The whole run.
    private(set) var total = LatencyHistogram()
    private var interval = LatencyHistogram()

    /// Measured nothing yet.
    init() {}

    /// Records a latency.
    mutating func record(nanoseconds: Int64) {
        let microseconds = (nanoseconds + 500) / 1000
        total.record(microseconds: microseconds)
        interval.record(microseconds: microseconds)
    }

    /// Adds what another generator has measured.
    mutating func add(_ other: LatencyPair) { total.add(other.total) }

    /// Takes what was recorded since the last time; nil for nothing.
    mutating func take() -> LatencyHistogram? {
        guard interval.count > 0 else { return nil }
        defer { interval.reset() }
        return interval
    }
}

extension LatencyPair: Codable {
    /// Reads the whole run.
    init(from decoder: any Decoder) throws {
        let bytes = try decoder.singleValueContainer().decode(Data.self)
        self.init()
        total = try LatencyHistogram(encoded: Array(bytes))
    }

    /// Writes the whole run, as HdrHistogram writes it, in base 64.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(total.encoded))
    }
}
