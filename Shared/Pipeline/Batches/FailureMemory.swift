/// Remembers which message last failed alone, so that a fault of ours is not taken for many faulty messages.
///
/// Two messages of different submissions that fail alone with one SQLSTATE within the window point at the service or
/// its schema: the second is not parked, the consumer pauses.
package struct FailureMemory: Sendable {
    /// What to do with a message that failed alone.
    package enum Verdict: Sendable, Equatable {
        case park
        case pause
    }

    private struct Failure {
        var submission: String
        var at: ContinuousClock.Instant
    }

    private var failures: [String: Failure] = [:]
    private let window: Duration

    /// Makes an empty memory.
    /// - Parameter window: how long a failure is held against the next one with the same code.
    package init(window: Duration = .seconds(300)) {
        self.window = window
    }

    /// Judges a message that failed alone and remembers it.
    package mutating func judge(
        code: String, submission: String, at now: ContinuousClock.Instant
    ) -> Verdict {
        failures = failures.filter { now - $0.value.at < window }
        if let last = failures[code], last.submission != submission {
            return .pause
        }
        failures[code] = Failure(submission: submission, at: now)
        return .park
    }
}
