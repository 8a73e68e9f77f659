/// Doubling waits with jitter, from a first wait up to a limit.
package struct BackOff: Sendable {
    private let first: Duration
    private let limit: Duration
    private var tries = 0

    /// Makes a back-off that has not waited yet.
    package init(first: Duration = .milliseconds(100), limit: Duration = .seconds(15)) {
        self.first = first
        self.limit = limit
    }

    /// The next wait: between half and all of the doubled wait.
    package mutating func next(
        using generator: inout some RandomNumberGenerator
    ) -> Duration {
        let whole = min(limit, first * (1 << min(tries, 16)))
        tries += 1
        return whole * Double.random(in: 0.5...1, using: &generator)
    }

    /// The next wait, with the system's random numbers.
    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    /// Starts again at the first wait.
    package mutating func reset() {
        tries = 0
    }
}
