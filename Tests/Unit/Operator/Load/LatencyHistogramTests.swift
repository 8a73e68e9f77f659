import Testing

@testable import OperatorCommands

@Suite("Latency histogram", .timeLimit(.minutes(1)))
struct LatencyHistogramTests {
    /// 1 µs to 10 s, each of 10,000 values once.
    private static func even() -> LatencyHistogram {
        var histogram = LatencyHistogram()
        for step in 1...10_000 { histogram.record(microseconds: Int64(step) * 1000) }
        return histogram
    }

    @Test func `an empty histogram answers zero everywhere`() {
        let histogram = LatencyHistogram()
        #expect(histogram.count == 0)
        #expect(histogram.value(atPercentile: 50) == 0)
        #expect(histogram.maximum == 0)
        #expect(histogram.minimum == 0)
        #expect(histogram.mean == 0)
        #expect(histogram.percentilePoints().isEmpty)
    }

    @Test(arguments: [0, 1, 2047, 2048, 2049, 4095, 4096, 123_456, 9_999_999, 3_599_999_999, 3_600_000_000] as [Int64])
    func `a value is kept with three digits`(value: Int64) {
        let slot = LatencyHistogram.slot(of: value)
        let lowest = LatencyHistogram.lowestValue(ofSlot: slot)
        let highest = LatencyHistogram.highestValue(ofSlot: slot)
        #expect(lowest <= value && value <= highest)
        #expect(Double(highest - lowest) <= Double(value) / 1000)
        #expect(LatencyHistogram.slot(of: lowest) == slot)
        #expect(LatencyHistogram.slot(of: highest) == slot)
    }

    @Test func `slots follow each other without gap or overlap`() {
        let last = LatencyHistogram.slot(of: LatencyHistogram.highestTrackable)
        var gaps = 0
        for slot in 1...last
        where LatencyHistogram.lowestValue(ofSlot: slot) != LatencyHistogram.highestValue(ofSlot: slot - 1) + 1 {
            gaps += 1
        }
        #expect(gaps == 0)
    }

    @Test func `values outside the range count as its ends`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: -5)
        histogram.record(microseconds: .max)
        #expect(histogram.count == 2)
        #expect(histogram.minimum == 0)
        #expect(
            histogram.maximum
                == LatencyHistogram.highestValue(ofSlot: LatencyHistogram.slot(of: LatencyHistogram.highestTrackable)))
    }

    // The figures that HdrHistogram 2.1 gives for the same values.
    @Test(
        arguments: [(0, 1000), (50, 5_001_215), (90, 9_003_007), (99, 9_904_127), (99.9, 9_994_239), (100, 10_002_431)]
            as [(Double, Int64)])
    func `percentiles are those of HdrHistogram`(percentile: Double, expected: Int64) {
        #expect(Self.even().value(atPercentile: percentile) == expected)
    }

    @Test func `a percentile between two values is the upper one`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 10)
        histogram.record(microseconds: 20)
        histogram.record(microseconds: 30)
        #expect(histogram.value(atPercentile: 33.3) == 10)
        #expect(histogram.value(atPercentile: 33.4) == 20)
        #expect(histogram.value(atPercentile: 66.7) == 30)
        #expect(histogram.value(atPercentile: 250) == 30)
        #expect(histogram.value(atPercentile: -1) == 10)
    }

    @Test func `an exact share does not reach into the next value`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 1, times: 999)
        histogram.record(microseconds: 2, times: 1)
        #expect(histogram.value(atPercentile: 99.9) == 1)
        #expect(histogram.value(atPercentile: 99.91) == 2)
    }

    @Test func `the mean is that of the middles of the slots`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 100, times: 3)
        histogram.record(microseconds: 500)
        #expect(histogram.mean == 200)
        #expect(abs(Self.even().mean - 5_000_500) < 5_000)
    }

    @Test func `adding gives what recording everything in one gives`() {
        var one = LatencyHistogram()
        var two = LatencyHistogram()
        var both = LatencyHistogram()
        for value in stride(from: Int64(3), to: 5_000_000, by: 7919) {
            if value % 2 == 0 { one.record(microseconds: value) } else { two.record(microseconds: value) }
            both.record(microseconds: value)
        }
        one.add(two)
        one.add(LatencyHistogram())
        #expect(one.counts == both.counts)
        #expect(one.count == both.count)
        #expect(one.minimum == both.minimum)
        #expect(one.maximum == both.maximum)
    }

    @Test func `a reset histogram is as new`() {
        var histogram = Self.even()
        histogram.reset()
        #expect(histogram.count == 0)
        #expect(histogram.counts.allSatisfy { $0 == 0 })
        histogram.record(microseconds: 7)
        #expect(histogram.minimum == 7)
        #expect(histogram.maximum == 7)
    }

    @Test func `the percentile points ascend, end at 100 and agree with the percentiles`() throws {
        let histogram = Self.even()
        let points = histogram.percentilePoints()
        #expect(points.first == .init(percentile: 0, microseconds: 1000))
        #expect(points.last == .init(percentile: 100, microseconds: 10_002_431))
        // Five steps of 10 % each, then five of half that, and so on.
        #expect(points.prefix(8).map(\.percentile) == [0, 10, 20, 30, 40, 50, 55, 60])
        for (earlier, later) in zip(points, points.dropFirst()) {
            #expect(earlier.percentile < later.percentile)
            #expect(earlier.microseconds <= later.microseconds)
        }
        for point in points.dropFirst() where point.percentile < 99 {
            #expect(histogram.value(atPercentile: point.percentile) == point.microseconds)
        }
    }

    @Test func `one value gives two points`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 42)
        #expect(
            histogram.percentilePoints() == [
                .init(percentile: 0, microseconds: 42), .init(percentile: 100, microseconds: 42),
            ])
    }

    @Test func `the summary is in milliseconds and carries the curve`() {
        let summary = Self.even().summary
        #expect(summary.count == 10_000)
        #expect(summary.minMs == 1)
        #expect(summary.p50Ms == 5001.215)
        #expect(summary.p99Ms == 9904.127)
        #expect(summary.maxMs == 10_002.431)
        #expect(summary.percentiles.first == [0, 1])
        #expect(summary.percentiles.last == [100, 10_002.431])
        #expect(LatencyHistogram().summary.percentiles.isEmpty)
    }
}
