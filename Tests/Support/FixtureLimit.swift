import Synchronization

/// Lets only so many fixtures exist at once, because a server has only so many connections.
///
/// A fixture within another counts as part of it, so that two that wait for each other's place cannot be.
enum FixtureLimit {
    @TaskLocal private static var isInside = false

    private struct State {
        var free = 12
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private static let state = Mutex(State())

    /// Runs the body when there is a place.
    static func with<R>(_ body: () async throws -> R) async throws -> R {
        if isInside { return try await body() }
        await enter()
        defer { leave() }
        return try await $isInside.withValue(true) { try await body() }
    }

    private static func enter() async {
        await withCheckedContinuation { continuation in
            let enters = state.withLock { state in
                guard state.free > 0 else {
                    state.waiting.append(continuation)
                    return false
                }
                state.free -= 1
                return true
            }
            if enters { continuation.resume() }
        }
    }

    private static func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
