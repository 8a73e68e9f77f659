import Synchronization

/// Where the pool's thread writes what others may read at any time.
final class PoolBoard: Sendable {
    private let content = Mutex((state: DatabaseState.connecting(reason: "not started"), DatabaseStatistics()))

    /// Whether the pool can serve.
    var state: DatabaseState { content.withLock { $0.0 } }

    /// What the pool is doing.
    var statistics: DatabaseStatistics { content.withLock { $0.1 } }

    /// Writes both.
    func show(_ state: DatabaseState, _ statistics: DatabaseStatistics) {
        content.withLock { $0 = (state, statistics) }
    }

    /// The pool is closed.
    func end() { show(.closed, DatabaseStatistics()) }
}
