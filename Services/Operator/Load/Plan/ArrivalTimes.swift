/// The intended starts of a run's requests, in order; equal seeds give equal times.
struct ArrivalTimes: Sequence, IteratorProtocol, Sendable {
    /// One intended start.
    struct Arrival: Sendable, Equatable {
        /// Which request of the run it is, from 0.
        var index: Int
        /// When it is meant to begin.
        ///
        /// - Units: nanoseconds since the start of the run.
        var nanoseconds: Int64
    }

    private static let stream: UInt64 = 0xA221
    private let points: [Intensity.Point]
    private let isRandom: Bool
    private var random: SeededRandom
    private var index = 0
    private var segment = 0
    /// Requests that begin before the segment.
    private var before = 0.0
    private var target = 0.0

    /// Makes the times of an intensity.
    init(_ intensity: Intensity, isRandom: Bool, seed: UInt64) {
        points = intensity.points
        self.isRandom = isRandom
        random = SeededRandom(seed: seed, stream: Self.stream)
        if isRandom { target = random.exponential() }
    }

    /// The next intended start; nil at the end of the run.
    mutating func next() -> Arrival? {
        while segment + 1 < points.count {
            let (first, second) = (points[segment], points[segment + 1])
            let area = Intensity.area(first, second)
            if target < before + area {
                let seconds = Intensity.time(first, second, after: target - before)
                let arrival = Arrival(index: index, nanoseconds: Int64((seconds * 1e9).rounded()))
                index += 1
                target = isRandom ? target + random.exponential() : Double(index)
                return arrival
            }
            before += area
            segment += 1
        }
        return nil
    }
}
