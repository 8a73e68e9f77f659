/// The pool's connections, with what the dispatcher must know of each in a list of its own.
///
/// Whoever changes a connection calls ``refresh(_:)`` afterwards.
struct ConnectionTable {
    /// The connections.
    private(set) var all: [PooledConnection] = []
    /// What each is doing, in the same order.
    private(set) var loads: [Dispatcher<Group>.Load] = []
    /// Whether some connection has ended and is still here.
    private(set) var hasEnded = false
    private var ids: [UInt64] = []

    /// The number of connections.
    var count: Int { all.count }

    /// Whether there is none.
    var isEmpty: Bool { all.isEmpty }

    /// The connection with this number.
    func find(_ id: UInt64) -> PooledConnection? { ids.firstIndex(of: id).map { all[$0] } }

    /// The connection that this hold has for itself.
    func holder(of hold: Hold) -> PooledConnection? { all.first { $0.hold == hold } }

    /// Adds a connection.
    mutating func add(_ connection: PooledConnection) {
        connection.slot = all.count
        all.append(connection)
        ids.append(connection.id)
        loads.append(connection.load)
    }

    /// Looks again at a connection that may have changed.
    mutating func refresh(_ connection: PooledConnection) {
        guard all.indices.contains(connection.slot) else { return }
        loads[connection.slot] = connection.load
        if connection.ending != nil { hasEnded = true }
    }

    /// Keeps a connection free for the next hold, or no longer.
    mutating func reserve(_ slot: Int, _ isReserved: Bool) {
        all[slot].isReserved = isReserved
        refresh(all[slot])
    }

    /// Takes out the connections that have ended.
    mutating func takeEnded() -> [PooledConnection] {
        let ended = all.filter { $0.ending != nil }
        let left = all.filter { $0.ending == nil }
        self = ConnectionTable()
        for connection in left { add(connection) }
        return ended
    }
}
