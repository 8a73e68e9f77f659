import Foundation
import TestSupport
import Testing

@testable import OperatorCommands

@Suite("Histogram log", .requirePython, .timeLimit(.minutes(2)))
struct HistogramLogTests {
    /// What the log should hold of one tag, as the Python check reads it.
    private struct Expected: Encodable {
        var intervals: [[Double]] = []
        var count: Int64 = 0
        var minimum: Int64 = 0
        var maximum: Int64 = 0
        var mean = 0.0
        var percentiles: [String: Int64] = [:]
        var slots: [[Int64]] = []

        mutating func describe(_ sum: LatencyHistogram) {
            count = sum.count
            minimum = sum.minimum
            maximum = sum.maximum
            mean = sum.mean
            for percentile in [0, 1, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100] {
                percentiles[String(percentile)] = sum.value(atPercentile: percentile)
            }
            slots = sum.occupiedSlots.filter { sum.counts[$0] > 0 }
                .map { [LatencyHistogram.highestValue(ofSlot: $0), sum.counts[$0]] }
        }
    }

    /// Small and large, dense and sparse values; 10,000 in all, so that no percentile asked for falls between two.
    private static func intervals(of tag: String) -> [LatencyHistogram] {
        var generator = SeededGenerator(seed: tag == "whole" ? 7 : 11)
        return (0..<10).map { second in
            var histogram = LatencyHistogram()
            for _ in 0..<1000 {
                let uniform = Double(generator.next() >> 11) / Double(UInt64(1) << 53)
                let latency = exp(uniform * uniform * 21) * (tag == "whole" ? 3 : 0.5)
                histogram.record(microseconds: Int64(latency) + Int64(second))
            }
            return histogram
        }
    }

    @Test func `HdrHistogram reads from our log what we recorded, to the last count`() async throws {
        try await withTemporaryDirectory { folder in
            let log = URL(fileURLWithPath: folder + "/latency.hlog")
            let description = URL(fileURLWithPath: folder + "/expected.json")
            try JSONEncoder().encode(Self.write(log)).write(to: description)
            try await PythonChecks.run("check_histograms.py", [log, description])
        }
    }

    /// Writes ten intervals of two series and an empty one; tells what is in them.
    private static func write(_ log: URL) throws -> [String: Expected] {
        let writer = try HistogramLogWriter(
            file: log, startedAt: Date(timeIntervalSince1970: 1_790_000_000.25), comment: "a test's log")
        let recorded = ["whole", "accept"].map { (tag: $0, intervals: intervals(of: $0)) }
        var sums: [String: LatencyHistogram] = [:]
        var expected: [String: Expected] = [:]
        for second in 0..<10 {
            let start = Double(second) + 0.5
            for (tag, intervals) in recorded {
                try writer.append(intervals[second], tag: tag, start: start, length: 1)
                expected[tag, default: Expected()].intervals.append([start, 1, Double(intervals[second].count)])
                sums[tag, default: LatencyHistogram()].add(intervals[second])
            }
        }
        try writer.append(LatencyHistogram(), tag: "nothing", start: 10, length: 1)
        try writer.close()
        for (tag, sum) in sums { expected[tag]?.describe(sum) }
        return expected
    }
}
