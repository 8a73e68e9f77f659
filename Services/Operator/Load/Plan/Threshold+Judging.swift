extension Threshold {
    /// What a run measured, as thresholds look at it.
    struct Measured: Sendable {
        /// The latencies by the names of ``Threshold/latencies``.
        var latencies: [String: LatencyHistogram] = [:]
        /// The counts.
        var tallies: [Tally: Int] = [:]
        /// The numbers that the counts are shares of.
        var bases: [Tally: Int] = [:]
        /// Finished applications a second.
        var throughput: Double?

        /// Measures nothing.
        init() {}
    }

    /// Judges a run.
    func judge(_ measured: Measured) -> ThresholdFacts {
        let actual = actual(measured)
        return ThresholdFacts(
            expression: expression, actual: actual, held: actual.map { comparison.holds($0, bound) } ?? false)
    }

    private func actual(_ measured: Measured) -> Double? {
        switch metric {
        case .latency(let name, let statistic):
            guard let histogram = measured.latencies[name], histogram.count > 0 else { return nil }
            let microseconds = statistic.value(in: histogram)
            return switch unit {
            case "us": microseconds
            case "ms": microseconds / 1000
            default: microseconds / 1_000_000
            }
        case .count(let tally): return measured.tallies[tally].map(Double.init)
        case .share(let tally):
            guard let count = measured.tallies[tally], let base = measured.bases[tally], base > 0 else { return nil }
            return Double(count) * 100 / Double(base)
        case .throughput: return measured.throughput
        }
    }
}

extension Threshold.Statistic {
    /// The statistic of a histogram.
    ///
    /// - Units: microseconds.
    func value(in histogram: LatencyHistogram) -> Double {
        switch self {
        case .min: Double(histogram.minimum)
        case .mean: histogram.mean
        case .max: Double(histogram.maximum)
        case .percentile(let percentile): Double(histogram.value(atPercentile: percentile))
        }
    }
}
