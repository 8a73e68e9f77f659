/// When an agency is asked again that rejected a question, is unavailable or keeps silent.
public struct RetryPolicy: Sendable, Hashable {
    /// How often the agency is asked at most.
    public let maximumAttempts: Int
    /// The wait before the second attempt.
    ///
    /// - Units: seconds.
    public let initialSeconds: Int
    /// By how much each wait is longer than the one before.
    public let factor: Int
    /// The longest wait.
    ///
    /// - Units: seconds.
    public let maximumSeconds: Int

    /// Reads a policy.
    init?(_ reader: inout ObjectReader) {
        let attempts = reader.integer("maxAttempts", 1...1000)
        let initial = reader.integer("initialSeconds", 1...86_400)
        let factor = reader.integer("factor", 1...10)
        let maximum = reader.integer("maxSeconds", 1...604_800)
        guard let attempts, let initial, let factor, let maximum else { return nil }
        reader.faults.require(
            initial <= maximum, reader.place("initialSeconds"), "range", "must not be above maxSeconds")
        maximumAttempts = attempts
        initialSeconds = initial
        self.factor = factor
        maximumSeconds = maximum
    }

    /// The wait after an attempt, counted from 1; nil when it was the last.
    ///
    /// - Units: seconds, without jitter.
    public func waitSeconds(afterAttempt attempt: Int) -> Int? {
        guard attempt < maximumAttempts else { return nil }
        var wait = initialSeconds
        for _ in 1..<max(attempt, 1) where wait < maximumSeconds { wait *= factor }
        return min(wait, maximumSeconds)
    }
}
