import Synchronization

/// A door that a test opens once, and before which its tasks wait.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var lastNumber = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// A closed gate.
    package init() {}

    /// Whether it was opened.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Lets everybody through, now and later.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until the gate is open.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first, above all because the test's time is over.
    package func pass() async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let (passes, isCancelled) = state.withLock { state in
                    let isCancelled = Task.isCancelled
                    if !state.isOpen, !isCancelled { state.waiting[number] = continuation }
                    return (state.isOpen, isCancelled)
                }
                if passes {
                    continuation.resume()
                } else if isCancelled {
                    continuation.resume(throwing: CancellationError())
                }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(throwing: CancellationError())
        }
    }
}
