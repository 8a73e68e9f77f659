/// How many requests a second are meant to begin, over the time of a run: straight lines between points.
///
/// - Units: seconds, requests a second.
struct Intensity: Sendable, Equatable {
    /// Where a line ends and the next begins; two points at one time are a step.
    struct Point: Sendable, Equatable {
        /// The time since the start.
        var seconds: Double
        /// The rate at that time.
        var rate: Double
    }

    /// The points in the order of time.
    let points: [Point]

    /// Makes an intensity of points that ascend by time.
    init(_ points: [Point]) { self.points = points }

    /// One rate all the time.
    init(rate: Double, duration: Double) {
        self.init([Point(seconds: 0, rate: rate), Point(seconds: duration, rate: rate)])
    }

    /// The requests of the whole run.
    var total: Double {
        zip(points, points.dropFirst()).reduce(0) { $0 + Self.area($1.0, $1.1) }
    }

    /// The highest rate.
    var peak: Double { points.map(\.rate).max() ?? 0 }

    /// The requests between two points.
    static func area(_ first: Point, _ second: Point) -> Double {
        (second.seconds - first.seconds) * (first.rate + second.rate) / 2
    }

    /// The time between two points at which so many requests have begun since the first of them.
    static func time(_ first: Point, _ second: Point, after area: Double) -> Double {
        let length = second.seconds - first.seconds
        guard area > 0, length > 0 else { return first.seconds }
        let slope = (second.rate - first.rate) / length
        let root = max(0, first.rate * first.rate + 2 * slope * area).squareRoot()
        return min(second.seconds, first.seconds + 2 * area / (first.rate + root))
    }
}
