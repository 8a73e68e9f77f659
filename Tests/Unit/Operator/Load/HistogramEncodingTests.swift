import Foundation
import Testing

@testable import OperatorCommands

@Suite("Histogram encoding", .timeLimit(.minutes(1)))
struct HistogramEncodingTests {
    private static func sample() -> LatencyHistogram {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 0)
        histogram.record(microseconds: 3, times: 200)
        histogram.record(microseconds: 70_000, times: 5_000_000_000)
        histogram.record(microseconds: 3_000_000_000)
        return histogram
    }

    @Test func `an encoding read back is the same histogram`() throws {
        for histogram in [Self.sample(), LatencyHistogram()] {
            let copy = try LatencyHistogram(encoded: histogram.encoded)
            #expect(copy.counts == histogram.counts)
            #expect(copy.count == histogram.count)
            #expect(copy.minimum == histogram.minimum)
            #expect(copy.maximum == histogram.maximum)
        }
    }

    @Test func `the counts are zig-zag numbers with runs of empty slots`() {
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 0)
        histogram.record(microseconds: 100, times: 64)
        // 1 → 2; 99 empty → 197 = 0xc5 0x01; 64 → 128 = 0x80 0x01.
        #expect(Array(histogram.encoded[40...]) == [0x02, 0xc5, 0x01, 0x80, 0x01])
        #expect(Array(histogram.encoded[0..<8]) == [0x1c, 0x84, 0x93, 0x13, 0, 0, 0, 5])
    }

    @Test func `counts of any size survive`() throws {
        for power in 0..<62 {
            var histogram = LatencyHistogram()
            histogram.record(microseconds: 9, times: 1 << Int64(power))
            #expect(try LatencyHistogram(encoded: histogram.encoded).count == 1 << Int64(power))
        }
    }

    @Test func `what is no histogram of ours is refused`() {
        let good = Self.sample().encoded
        var other = good
        other[15] = 2
        var short = good
        short.removeLast()
        var lying = good
        lying[7] &+= 1
        lying.append(0x80)
        var beyond = good
        // A run of empty slots far behind the last one.
        beyond.replaceSubrange(40..., with: [0xff, 0xff, 0xff, 0xff, 0x7f])
        beyond.replaceSubrange(4..<8, with: [0, 0, 0, 5])
        #expect(throws: HistogramFault.notAHistogram) { try LatencyHistogram(encoded: [1, 2, 3]) }
        #expect(throws: HistogramFault.otherRange) { try LatencyHistogram(encoded: other) }
        #expect(throws: HistogramFault.damaged) { try LatencyHistogram(encoded: short) }
        #expect(throws: HistogramFault.damaged) { try LatencyHistogram(encoded: lying) }
        #expect(throws: HistogramFault.damaged) { try LatencyHistogram(encoded: beyond) }
    }

    @Test func `the checksum is Adler-32`() {
        // RFC 1950's sum of the well-known word.
        #expect(ZlibStream.adler32(Array("Wikipedia".utf8)) == 0x11e6_0398)
        #expect(ZlibStream.adler32([]) == 1)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 200_000])
    func `a stream is cut into blocks of at most 65,535 bytes`(length: Int) {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        let stream = ZlibStream.stored(bytes)
        var at = 2
        var content: [UInt8] = []
        var isLast = false
        while !isLast {
            isLast = stream[at] == 1
            let size = Int(stream[at + 1]) | Int(stream[at + 2]) << 8
            #expect(stream[at + 1] == ~stream[at + 3] && stream[at + 2] == ~stream[at + 4])
            content += stream[(at + 5)..<(at + 5 + size)]
            at += 5 + size
        }
        #expect(content == bytes)
        #expect(stream.count == at + 4)
    }

    @Test func `a log begins with format, start and legend and holds one line an interval`() {
        let header = HistogramLog.header(
            startedAt: Date(timeIntervalSince1970: 1_790_000_000.25), comment: "mpp load,\nrun 1")
        #expect(
            header == """
                #[mpp load__run 1]
                #[Histogram log format version 1.3]
                #[StartTime: 1790000000.250 (seconds since epoch), 2026-09-21T14:13:20Z]
                #[BaseTime: 1790000000.250 (seconds since epoch)]
                "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"

                """)
        var histogram = LatencyHistogram()
        histogram.record(microseconds: 1500)
        let line = HistogramLog.line(histogram, tag: "agency,1", start: 2, length: 1)
        #expect(line.hasPrefix("Tag=agency_1,2.000,1.000,1.500,HIST"))
        #expect(line.hasSuffix("\n"))
    }
}
