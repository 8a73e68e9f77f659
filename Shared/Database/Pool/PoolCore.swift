import Logging
import Synchronization

/// The pool's inside: owns all connections, and lives on the pool's thread only.
///
/// Nothing in here waits except in one place, for any of the sockets or the mailbox. Everything is bounded: the list of
/// those who wait, the groups on each connection, the time anybody waits, and the time to close.
final class PoolCore {
    let settings: DatabaseSettings
    let mailbox: Mailbox
    let board: PoolBoard
    let logger: Logger
    var connections: [PooledConnection] = []
    var dispatcher: Dispatcher<Group>
    var backOff = BackOff()
    /// Whether a thread is trying to connect.
    var isConnecting = false
    /// When to try again.
    var retryAt: ContinuousClock.Instant
    /// Why there is no connection.
    var reason = "no connection was needed yet"
    /// Whether more connections would be put to use.
    var wantsMore = true
    /// When everything still running is given up, once the pool is closing.
    var closeAt: ContinuousClock.Instant?
    var now = ContinuousClock.now
    var lastConnectionID: UInt64 = 0
    var statistics = DatabaseStatistics()

    /// Groups that came after the one that begins their hold, while that one still waits for a connection.
    var followers: [Hold: [Group]] = [:]

    private var completions: [(Group.Reply, Result<Answer, DatabaseError>)] = []
    private var events: [PooledConnection.Event] = []

    /// How long a connection may be silent beyond the statement timeout before it is taken for dead.
    static let grace: Duration = .seconds(5)
    /// How long closing waits for what is running.
    static let closeTimeout: Duration = .seconds(5)
    /// How many groups share one connection at most.
    static let depth = 32
    /// How many statements a connection keeps prepared.
    static let preparedStatements = 256

    /// Prepares the core; nothing happens before ``run()``.
    init(settings: DatabaseSettings, mailbox: Mailbox, board: PoolBoard, logger: Logger) {
        self.settings = settings
        self.mailbox = mailbox
        self.board = board
        self.logger = logger
        dispatcher = Dispatcher(capacity: settings.maximumWaiting, depth: Self.depth)
        retryAt = now
    }

    /// Runs until the pool is closed.
    func run() {
        var commands: [PoolCommand] = []
        var arrivals: [Mailbox.Arrival] = []
        var poll = SocketPoll()
        while true {
            let isIdle = mailbox.take(commands: &commands, arrivals: &arrivals)
            now = .now
            for arrival in arrivals { connected(arrival) }
            for command in commands { obey(command) }
            arrivals.removeAll(keepingCapacity: true)
            commands.removeAll(keepingCapacity: true)
            place()
            keepTime()
            resumeAll()
            if closeAt != nil, isDone { break }
            wait(&poll, mayWait: isIdle)
        }
        end()
    }

    /// Tells a caller its result, at the end of the round.
    func complete(_ group: Group, _ result: Result<Answer, DatabaseError>) {
        if let reply = group.reply { completions.append((reply, result)) }
    }

    /// A group that begins a hold leaves the list of those who wait; gives back those behind it.
    func takeFollowers(of group: Group) -> [Group] {
        guard !followers.isEmpty, case .begin(let hold) = group.place else { return [] }
        return followers.removeValue(forKey: hold) ?? []
    }

    /// A group that waited will not be sent, and neither will those behind it.
    func giveUp(_ group: Group, _ code: DatabaseError.Code, message: String? = nil) {
        complete(group, .failure(group.error(code, message: message, wasSent: false)))
        for follower in takeFollowers(of: group) {
            complete(follower, .failure(follower.error(code, message: message, wasSent: false)))
        }
    }

    /// Puts waiting groups on connections, and opens more if that would help.
    func place() {
        while let placement = dispatcher.next(connections: connections.count, load: { connections[$0].load }) {
            if placement.wantsMore { wantsMore = true }
            let connection = connections[placement.connection]
            if case .begin(let hold) = placement.element.place {
                connection.hold = hold
                connection.isReserved = false
                connection.needsReset = hold.changesSession
            }
            connection.send(placement.element, now: now)
            for follower in takeFollowers(of: placement.element) { connection.send(follower, now: now) }
        }
        if dispatcher.count > 0 { wantsMore = true }
        while let index = dispatcher.reservation(connections: connections.count, load: { connections[$0].load }) {
            connections[index].isReserved = true
        }
        if dispatcher.waitingHolds == 0 {
            for connection in connections where connection.isReserved { connection.isReserved = false }
        }
        connectIfWanted()
    }

    /// Takes what a connection made of its groups.
    private func take(_ connection: PooledConnection) {
        for event in events {
            switch event {
            case .answered(let group, let answer):
                complete(group, .success(answer))
                finished(group, on: connection)
            case .failed(let group, let error):
                complete(group, .failure(error))
                finished(group, on: connection)
            case .stale(var group):
                group.wasRepeated = true
                dispatcher.putBack(group, deadline: now + settings.acquireTimeout)
            }
        }
        events.removeAll(keepingCapacity: true)
        settle(connection)
    }

    private func wait(_ poll: inout SocketPoll, mayWait: Bool) {
        poll.reset()
        poll.add(mailbox.descriptor, write: false)
        for connection in connections { poll.add(connection.handle.socket, write: connection.hasUnwritten) }
        poll.wait(milliseconds: mayWait ? timeLimit() : 0)
        mailbox.awake(clear: poll.readiness(0).read)
        now = .now
        // The list may shrink while connections are served, so it is walked as it was when the wait began.
        for (index, connection) in connections.enumerated() {
            let ready = poll.readiness(index + 1)
            if ready.read {
                connection.receive(into: &events, now: now)
                take(connection)
            }
            if ready.write, connection.ending == nil { connection.flush() }
        }
        removeLost()
    }

    private func resumeAll() {
        for (reply, result) in completions { reply.resume(returning: result) }
        completions.removeAll(keepingCapacity: true)
    }

    private func end() {
        connections.removeAll()
        for group in dispatcher.removeAll() { giveUp(group, .closed) }
        for command in mailbox.end() { refuse(command) }
        board.end()
        resumeAll()
    }
}
