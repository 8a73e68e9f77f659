/// The distribution of a latency, out of a histogram.
///
/// - Units: milliseconds; zero without values.
struct LatencySummary: Codable, Sendable, Equatable {
    /// How many values there are.
    var count: Int64
    /// The smallest value.
    var minMs: Double
    /// The mean.
    var meanMs: Double
    /// The 50th percentile.
    var p50Ms: Double
    /// The 90th percentile.
    var p90Ms: Double
    /// The 99th percentile.
    var p99Ms: Double
    /// The 99.9th percentile.
    var p999Ms: Double
    /// The 99.99th percentile.
    var p9999Ms: Double
    /// The largest value.
    var maxMs: Double
    /// Pairs of percentile and value for a chart, by HdrHistogram's iteration.
    var percentiles: [[Double]]
}
