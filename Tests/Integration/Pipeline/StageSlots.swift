/// Places for tests that run at one time: each has threads, connections and queues of its own, and the servers' are few.
actor StageSlots {
    /// The places of this process.
    static let shared = StageSlots(free: 5)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// So many places.
    init(free: Int) { self.free = free }

    /// Waits for a place, and gives it back after the body.
    ///
    /// - Throws: what the body throws.
    func taking(_ body: @Sendable () async throws -> Void) async throws {
        if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
        defer {
            if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
        }
        try await body()
    }
}
