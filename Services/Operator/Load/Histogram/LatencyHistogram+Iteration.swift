import Foundation

extension LatencyHistogram {
    /// A point of the percentile distribution.
    struct PercentilePoint: Equatable, Sendable {
        /// The level of the iteration.
        /// - Units: percent.
        let percentile: Double
        /// The value that is not exceeded at this level.
        /// - Units: microseconds.
        let microseconds: Int64
    }

    /// The distribution in steps that halve with the distance to 100 %, ending at exactly 100 %.
    /// - Source: HdrHistogram 2.1, `PercentileIterator`.
    func percentilePoints(ticksPerHalfDistance: Int = 5) -> [PercentilePoint] {
        guard count > 0 else { return [] }
        var points: [PercentilePoint] = []
        var level = 0.0
        var seen: Int64 = 0
        for slot in occupiedSlots where counts[slot] > 0 {
            seen += counts[slot]
            let reached = 100 * Double(seen) / Double(count)
            let isLast = seen == count
            while reached >= level {
                points.append(PercentilePoint(percentile: level, microseconds: Self.highestValue(ofSlot: slot)))
                level += Self.step(from: level, ticksPerHalfDistance: ticksPerHalfDistance)
                if isLast { break }
            }
        }
        points.append(PercentilePoint(percentile: 100, microseconds: maximum))
        return points
    }

    /// The distance to the next level: 100 divided by the ticks, doubled with every halving of the rest.
    private static func step(from level: Double, ticksPerHalfDistance: Int) -> Double {
        let halvings = (log(100 / (100 - level)) / log(2)).rounded(.down) + 1
        return 100 / (Double(ticksPerHalfDistance) * pow(2, halvings))
    }
}
