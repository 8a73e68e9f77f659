/// HdrHistogram of latencies: 1 µs to 1 h with 3 significant digits in a fixed array of counts.
///
/// Recording costs a few instructions and no memory; values are read back as HdrHistogram reads them: the highest value
/// equivalent to the one recorded, at most 0.1 % above it. The package hdrhistogram-swift 0.2.0 was tried in its place: its
/// iterators end the process when counts times values exceed 64 bits, which a damaged part of another generator may claim,
/// it clamps the highest percentiles where HdrHistogram does not, and it has no encoding.
/// - Units: microseconds.
/// - Source: HdrHistogram 2.1, `AbstractHistogram`.
struct LatencyHistogram: Sendable {
    /// The largest latency told apart; longer ones count as this.
    static let highestTrackable: Int64 = 3_600_000_000
    /// The significant decimal digits kept.
    static let significantDigits: Int32 = 3
    /// The binary logarithm of half the sub-buckets of a bucket (2 × 10³ values, rounded up to 2048).
    static let halfMagnitude = 10
    private static let halfCount = 1 << halfMagnitude
    private static let subBucketMask: Int64 = 2 * Int64(halfCount) - 1
    private static let slotCount = slot(of: highestTrackable) + 1

    /// How often each slot was hit; slots ascend by value.
    private(set) var counts: [Int64]
    /// How many values were recorded.
    private(set) var count: Int64 = 0
    private var smallestSlot = Self.slotCount
    private var largestSlot = -1

    /// Makes an empty histogram; the only moment at which it takes memory (184 KiB).
    init() {
        counts = [Int64](repeating: 0, count: Self.slotCount)
    }

    /// Records one latency; below zero counts as zero, above one hour as one hour.
    mutating func record(microseconds: Int64) {
        record(microseconds: microseconds, times: 1)
    }

    /// Records a latency several times.
    mutating func record(microseconds: Int64, times: Int64) {
        guard times > 0 else { return }
        hit(Self.slot(of: min(max(microseconds, 0), Self.highestTrackable)), times: times)
    }

    /// Adds what another histogram holds.
    mutating func add(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        for slot in other.smallestSlot...other.largestSlot { counts[slot] += other.counts[slot] }
        count += other.count
        smallestSlot = min(smallestSlot, other.smallestSlot)
        largestSlot = max(largestSlot, other.largestSlot)
    }

    /// Forgets all values and keeps the memory.
    mutating func reset() {
        guard count > 0 else { return }
        for slot in smallestSlot...largestSlot { counts[slot] = 0 }
        count = 0
        smallestSlot = Self.slotCount
        largestSlot = -1
    }

    /// The largest value recorded, as precise as the histogram; 0 when empty.
    var maximum: Int64 { count > 0 ? Self.highestValue(ofSlot: largestSlot) : 0 }

    /// The smallest value recorded, as precise as the histogram; 0 when empty.
    var minimum: Int64 { count > 0 ? Self.lowestValue(ofSlot: smallestSlot) : 0 }

    /// The mean of the values; 0 when empty.
    var mean: Double {
        guard count > 0 else { return 0 }
        var sum = 0.0
        for slot in occupiedSlots where counts[slot] > 0 {
            sum += Double(Self.middleValue(ofSlot: slot)) * Double(counts[slot])
        }
        return sum / Double(count)
    }

    /// The value that at least this percentage of the recorded values do not exceed; 0 when empty.
    /// - Units: percent, cut to 0–100; microseconds.
    func value(atPercentile percentile: Double) -> Int64 {
        guard count > 0 else { return 0 }
        // One unit in the last place less, so that an exact product is not rounded up into the next value.
        let requested = min(max(percentile.nextDown, 0), 100)
        let target = max(Int64((requested * Double(count) / 100).rounded(.up)), 1)
        var seen: Int64 = 0
        for slot in occupiedSlots {
            seen += counts[slot]
            if seen >= target {
                return percentile == 0 ? Self.lowestValue(ofSlot: slot) : Self.highestValue(ofSlot: slot)
            }
        }
        return maximum
    }

    /// The slots from the smallest to the largest value; empty when nothing was recorded.
    var occupiedSlots: Range<Int> { count > 0 ? smallestSlot..<largestSlot + 1 : 0..<0 }

    /// Counts a slot.
    mutating func hit(_ slot: Int, times: Int64) {
        counts[slot] += times
        count += times
        smallestSlot = min(smallestSlot, slot)
        largestSlot = max(largestSlot, slot)
    }

    // MARK: Slots and values

    /// The slot of a value of 0 to 1 h.
    static func slot(of value: Int64) -> Int {
        let bucket = Int64.bitWidth - halfMagnitude - 1 - (value | subBucketMask).leadingZeroBitCount
        let subBucket = Int(value >> Int64(bucket))
        return (bucket + 1) << halfMagnitude + subBucket - halfCount
    }

    /// The smallest value of a slot.
    static func lowestValue(ofSlot slot: Int) -> Int64 {
        let bucket = slot >> halfMagnitude - 1
        guard bucket >= 0 else { return Int64(slot) }
        return Int64(slot & (halfCount - 1) + halfCount) << Int64(bucket)
    }

    /// The largest value of a slot.
    static func highestValue(ofSlot slot: Int) -> Int64 { lowestValue(ofSlot: slot) + width(ofSlot: slot) - 1 }

    /// The value in the middle of a slot.
    static func middleValue(ofSlot slot: Int) -> Int64 { lowestValue(ofSlot: slot) + width(ofSlot: slot) / 2 }

    /// How many values share a slot.
    private static func width(ofSlot slot: Int) -> Int64 { 1 << Int64(max(0, slot >> halfMagnitude - 1)) }
}
