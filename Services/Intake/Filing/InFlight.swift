import ServiceRuntime
import Synchronization

/// The request keys that this process works on at present.
package final class InFlight: Sendable {
    private let keys = Mutex<Set<RequestKey>>([])

    /// Holds nothing.
    package init() {}

    /// Does the work of a request unless another one under the same key is running.
    /// - Throws: 409 `idempotency-key-in-use`, or what the work throws.
    package func run<Result: Sendable>(
        _ key: RequestKey, _ work: () async throws -> Result
    ) async throws -> Result {
        guard keys.withLock({ $0.insert(key).inserted }) else { throw Problem.idempotencyKeyInUse }
        defer { _ = keys.withLock { $0.remove(key) } }
        return try await work()
    }
}
