/// How long to pause before trying again: doubling, with half of each pause left to chance so that many clients of a
/// restarted broker do not come back at once.
struct ReconnectBackoff: Sendable {
    private let first: Int64
    private let longest: Int64
    private var failures = 0
    private var seed: UInt64

    /// Makes a back-off that starts at the first pause.
    init(first: Duration, longest: Duration, seed: UInt64) {
        self.first = max(first.nanoseconds, 1)
        self.longest = max(longest.nanoseconds, first.nanoseconds)
        self.seed = seed
    }

    /// The next pause.
    mutating func next() -> Duration {
        let (doubled, overflow) = first.multipliedReportingOverflow(by: 1 << Int64(min(failures, 40)))
        let pause = overflow ? longest : min(doubled, longest)
        failures += 1
        let half = pause / 2
        return .nanoseconds(half + Int64(random() % UInt64(pause - half + 1)))
    }

    /// Starts again at the first pause, once the connection has proved good.
    mutating func reset() {
        failures = 0
    }

    // SplitMix64: small, seedable, good enough to spread clients.
    private mutating func random() -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
