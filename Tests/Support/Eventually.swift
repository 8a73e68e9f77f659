/// Waits until a condition holds that nothing signals, such as a row written by another process.
///
/// - Parameters:
///   - deadline: how long to wait at most.
///   - what: what is waited for, for the report.
///   - condition: looked at again and again; an error it throws counts as "not yet" until the deadline.
/// - Throws: ``ConditionNotMet`` at the deadline, with the last error if there was one.
package func eventually(
    within deadline: Duration = .seconds(20), _ what: String, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + deadline
    var pause = Duration.milliseconds(5)
    var lastError: (any Error)?
    while true {
        do {
            if try await condition() { return }
            lastError = nil
        } catch {
            lastError = error
        }
        guard clock.now < end else { throw ConditionNotMet(what: what, deadline: deadline, lastError: lastError) }
        // The interval between two looks at what nothing signals.
        try await clock.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }
}

/// A condition that did not come true in time.
package struct ConditionNotMet: Error, CustomStringConvertible {
    /// What was waited for.
    package let what: String
    /// How long.
    package let deadline: Duration
    /// What the last look threw.
    package let lastError: (any Error)?

    /// The reason, for the test's report.
    package var description: String {
        "not within \(deadline): \(what)" + (lastError.map { "; last error: \($0)" } ?? "")
    }
}
