/// How long to wait before the next attempt to connect: doubling, bounded, and never in step with other processes.
struct BackOff: Sendable {
    private let first: Duration
    private let most: Duration
    private var failures = 0

    /// Waits from `first` up to `most`.
    init(first: Duration = .milliseconds(50), most: Duration = .seconds(5)) {
        self.first = first
        self.most = most
    }

    /// The wait after one more failure: between half of the step and the whole of it, as a number from 0 up to 1 says.
    mutating func next(random: Double = Double.random(in: 0..<1)) -> Duration {
        let step = min(first * (1 << min(failures, 16)), most)
        failures += 1
        return step / 2 + step / 2 * random
    }

    /// An attempt succeeded.
    mutating func reset() { failures = 0 }
}
