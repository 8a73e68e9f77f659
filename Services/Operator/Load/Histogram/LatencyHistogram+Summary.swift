extension LatencyHistogram {
    /// The figures and the curve of a report.
    var summary: LatencySummary {
        LatencySummary(
            count: count, minMs: Self.milliseconds(minimum), meanMs: mean / 1000,
            p50Ms: Self.milliseconds(value(atPercentile: 50)), p90Ms: Self.milliseconds(value(atPercentile: 90)),
            p99Ms: Self.milliseconds(value(atPercentile: 99)), p999Ms: Self.milliseconds(value(atPercentile: 99.9)),
            p9999Ms: Self.milliseconds(value(atPercentile: 99.99)), maxMs: Self.milliseconds(maximum),
            percentiles: percentilePoints().map { [$0.percentile, Self.milliseconds($0.microseconds)] })
    }

    private static func milliseconds(_ microseconds: Int64) -> Double { Double(microseconds) / 1000 }
}
