/// One series of a chart.
struct ChartLine: Sendable {
    /// A point of it.
    struct Point: Equatable, Sendable {
        /// Where on the horizontal axis.
        let x: Double
        /// The value.
        let y: Double
    }

    /// What the legend says.
    let name: String
    /// The points, ascending; seconds without a value have none.
    let points: [Point]
    /// Whether the points are all there is, so that no distance between two of them is a gap.
    var isComplete = false

    /// The largest value; nil without any.
    var largest: Double? { points.map(\.y).max() }
    /// The mean of the values; nil without any.
    var mean: Double? { points.isEmpty ? nil : points.reduce(0) { $0 + $1.y } / Double(points.count) }

    /// The longest distance between two points that a line bridges: three times the usual one.
    var bridge: Double {
        guard !isComplete else { return .infinity }
        let distances = zip(points, points.dropFirst()).map { $1.x - $0.x }.sorted()
        guard !distances.isEmpty else { return 0 }
        return distances[distances.count / 2] * 3
    }

    /// The series with at most twice as many points as there are buckets, keeping the smallest and largest of each.
    func thinned(buckets: Int, upTo end: Double) -> ChartLine {
        guard points.count > 2 * buckets, end > 0 else { return self }
        var kept: [Point] = []
        var index = 0
        while index < points.count {
            let bucket = Int(points[index].x / end * Double(buckets))
            var low = points[index]
            var high = low
            while index < points.count, Int(points[index].x / end * Double(buckets)) == bucket {
                if points[index].y < low.y { low = points[index] }
                if points[index].y > high.y { high = points[index] }
                index += 1
            }
            kept += low == high ? [low] : low.x < high.x ? [low, high] : [high, low]
        }
        return ChartLine(name: name, points: kept, isComplete: isComplete)
    }

    /// The means of the values in equal parts of the axis; nil where there is none.
    func means(parts: Int, upTo end: Double) -> [Double?] {
        var sums = [Double](repeating: 0, count: parts)
        var counts = [Int](repeating: 0, count: parts)
        for point in points where end > 0 {
            // A point stands for the second that ends with it.
            let part = min(parts - 1, max(0, Int((point.x / end * Double(parts) - 1e-6).rounded(.up)) - 1))
            sums[part] += point.y
            counts[part] += 1
        }
        return zip(sums, counts).map { $1 == 0 ? nil : $0 / Double($1) }
    }
}
