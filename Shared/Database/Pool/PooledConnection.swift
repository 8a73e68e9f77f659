/// One connection and all that is known about it; lives on the pool's thread only.
final class PooledConnection {
    /// What became of a group.
    enum Event {
        /// It succeeded.
        case answered(Group, Answer)
        /// It failed; the connection goes on.
        case failed(Group, DatabaseError)
        /// A prepared statement was stale and nothing was done: send the group again.
        case stale(Group)
    }

    /// A number for logs and for finding it again.
    let id: UInt64
    let handle: LibpqConnection
    /// Its place in the pool's table.
    var slot = 0
    var machine = PipelineMachine<Group>()
    var cache: StatementCache
    /// The script that is running outside the pipeline.
    var script: (group: Group, fault: ServerFault?, answer: Answer)?
    /// Who has the connection for itself.
    var hold: Hold?
    /// Whether the hold is over and the connection must be left as it was found.
    var isReturning = false
    /// Who waits until the connection is left as it was found.
    var returnReply: CheckedContinuation<Void, Never>?
    /// How often a clean-up has been sent since the hold was over.
    var cleanUps = 0
    /// Whether the session's settings may have been changed and not been reset yet.
    var needsReset = false
    /// Whether it is kept free for the next hold.
    var isReserved = false
    /// Whether a helper thread is about to cancel what runs here.
    var isCancelling = false
    /// Whether it is to be closed as soon as nobody uses it.
    var isRetiring = false
    /// Whether the socket does not take all there is to write.
    var hasUnwritten = false
    /// Whether the system was asked to tell when the socket takes more.
    var isWatchedForWriting = false
    /// When something was last sent to an idle connection, or heard from a busy one.
    var lastProgress: ContinuousClock.Instant
    /// Why it can be used no more.
    var ending: String?

    /// Takes over a fresh connection.
    init(id: UInt64, handle: consuming LibpqConnection, cacheCapacity: Int, now: ContinuousClock.Instant) {
        self.id = id
        self.handle = handle
        cache = StatementCache(capacity: cacheCapacity)
        lastProgress = now
    }

    /// Whether every answer was taken.
    var isDrained: Bool { machine.isEmpty && script == nil }

    /// What the dispatcher must know.
    var load: Dispatcher<Group>.Load {
        .init(
            outstanding: machine.count + (script == nil ? 0 : 1),
            isHeld: hold != nil || isRetiring || ending != nil,
            isReserved: isReserved, isWritable: !hasUnwritten)
    }

    /// Whether an answer is due and nothing was heard since then; scripts, and sessions that may have changed the statement
    /// timeout, take their time.
    func isSilent(since limit: ContinuousClock.Instant) -> Bool {
        ending == nil && !machine.isEmpty && hold?.changesSession != true && lastProgress < limit
    }

    /// Changes the group with this number, if it is on its way here.
    func update(group id: UInt64, _ body: (inout Group) -> Void) -> Bool {
        if script?.group.id == id {
            if var running = script {
                body(&running.group)
                script = running
            }
            return true
        }
        return machine.update { group in
            guard group.id == id else { return false }
            body(&group)
            return true
        }
    }

    /// Gives back all groups on their way; the connection is lost.
    func loseGroups() -> [Group] {
        defer { script = nil }
        return machine.lose() + (script.map { [$0.group] } ?? [])
    }
}
