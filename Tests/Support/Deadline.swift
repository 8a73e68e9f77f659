/// Runs the body, and gives up when it takes too long.
///
/// - Throws: what the body throws; ``ConditionNotMet`` when the time is over, after the body has answered its cancellation.
package func within<R: Sendable>(
    _ deadline: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> R
) async throws -> R {
    try await withThrowingTaskGroup(of: R?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            // The deadline itself.
            try await ContinuousClock().sleep(for: deadline)
            return nil
        }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
            throw ConditionNotMet(what: what, deadline: deadline, lastError: nil)
        }
        throw CancellationError()
    }
}
