import CoreMetrics
import Synchronization

/// Counts values in fixed buckets.
final class HistogramCell: PrometheusCell, TimerHandler, RecorderHandler {
    private struct Tally {
        var buckets: [UInt64]
        var sum: Double = 0
    }

    private let bounds: [Double]
    private let tally: Mutex<Tally>

    /// A histogram with these upper bounds, ascending; the last bucket, without a bound, is implied.
    init(bounds: [Double]) {
        self.bounds = bounds
        self.tally = Mutex(Tally(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard value.isFinite else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        tally.withLock {
            $0.buckets[bucket] += 1
            $0.sum += value
        }
    }

    func write(to text: inout TextFormat, name: String, labels: PrometheusLabels) {
        let now = tally.withLock { $0 }
        let lead = labels.text.isEmpty ? "" : labels.text + ","
        var count: UInt64 = 0
        for (index, bucket) in now.buckets.enumerated() {
            count += bucket
            let bound = index < bounds.count ? TextFormat.number(bounds[index]) : "+Inf"
            text.sample(name + "_bucket", "\(lead)le=\"\(bound)\"", String(count))
        }
        text.sample(name + "_sum", labels.text, TextFormat.number(now.sum))
        text.sample(name + "_count", labels.text, String(count))
    }
}
