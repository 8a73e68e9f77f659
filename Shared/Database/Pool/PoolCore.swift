import Logging

/// The pool's inside: owns all connections, and lives on the pool's thread only.
///
/// Nothing in here waits except in one place, for any of the sockets or the mailbox. Everything is bounded: the list of
/// those who wait, the groups on each connection, the time anybody waits, and the time to close.
final class PoolCore {
    let settings: DatabaseSettings
    let mailbox: Mailbox
    let logger: Logger
    var connections = ConnectionTable()
    var dispatcher: Dispatcher<Group>
    var backOff = BackOff()
    /// Whether a thread is trying to connect.
    var isConnecting = false
    /// When to try again.
    var retryAt: ContinuousClock.Instant
    /// Why there is no connection.
    var reason = "not connected yet"
    /// Whether more connections would be put to use.
    var wantsMore = true
    /// When everything still running is given up, once the pool is closing.
    var closeAt: ContinuousClock.Instant?
    /// When to look for silent connections again.
    var checkAt: ContinuousClock.Instant
    var now = ContinuousClock.now
    var lastConnectionID: UInt64 = 0
    var statistics = DatabaseStatistics()
    /// Groups that came after the one that begins their hold, while that one still waits for a connection.
    var followers: [Hold: [Group]] = [:]
    var watch = SocketWatch()

    private let board: PoolBoard
    private let executor: PoolExecutor
    private var ready: [SocketWatch.Ready] = []
    private var completions: [(Group.Reply, Result<Answer, DatabaseError>)] = []
    private var events: [PooledConnection.Event] = []

    /// How long a connection may be silent beyond the statement timeout before it is taken for dead.
    static let grace: Duration = .seconds(5)
    /// How often silent connections are looked for.
    static let checkInterval: Duration = .seconds(1)
    /// How long closing waits for what is running.
    static let closeTimeout: Duration = .seconds(5)
    /// How many groups share one connection at most.
    static let depth = 32
    /// How many statements a connection keeps prepared.
    static let preparedStatements = 256
    /// The key of the mailbox among the sockets; connections count from 1.
    static let mailboxKey: UInt64 = 0

    /// Prepares the core; nothing happens before ``run()``.
    init(
        settings: DatabaseSettings, mailbox: Mailbox, board: PoolBoard, executor: PoolExecutor, logger: Logger
    ) {
        self.settings = settings
        self.mailbox = mailbox
        self.board = board
        self.executor = executor
        self.logger = logger
        dispatcher = Dispatcher(capacity: settings.maximumWaiting, depth: Self.depth)
        retryAt = now
        checkAt = now
    }

    /// Runs until the pool is closed.
    func run() {
        var mail = Mailbox.Mail()
        guard watch.add(mailbox.descriptor, key: Self.mailboxKey) else {
            logger.error("the system has no descriptor for the database pool")
            return end()
        }
        while true {
            // A task on this thread often has its next statement at once; the sockets can wait for a few such rounds.
            var rounds = 0
            var isIdle = false
            while !isIdle, rounds < 8 {
                isIdle = mailbox.take(&mail)
                serve(&mail)
                rounds += 1
            }
            keepTime()
            if closeAt != nil, isDone { break }
            resumeAll()
            wait(milliseconds: isIdle ? timeLimit() : 0)
        }
        end()
    }

    /// Tells a caller its result, at the end of the round.
    func complete(_ group: Group, _ result: Result<Answer, DatabaseError>) {
        if let reply = group.reply { completions.append((reply, result)) }
    }

    /// Sends a group.
    func send(_ group: Group, on connection: PooledConnection) {
        connection.send(group, now: now)
        statistics.outstanding += 1
        statistics.sent += 1
        touched(connection)
    }

    /// Something was done with a connection: notes what it is doing now, and has the system tell when there is room again
    /// for what could not be written.
    func touched(_ connection: PooledConnection) {
        connections.refresh(connection)
        guard connection.ending == nil, connection.isWatchedForWriting != connection.hasUnwritten else { return }
        connection.isWatchedForWriting = connection.hasUnwritten
        watch.change(connection.handle.socket, key: connection.id, write: connection.hasUnwritten)
    }

    /// Shows others how the pool is doing.
    func showState() {
        statistics.connections = connections.count
        statistics.waiting = dispatcher.count
        board.show(connections.isEmpty ? .connecting(reason: reason) : .ready, statistics)
    }

    private func serve(_ mail: inout Mailbox.Mail) {
        now = .now
        for arrival in mail.arrivals { connected(arrival) }
        for job in mail.jobs { job.run(on: executor) }
        for command in mail.commands { obey(command) }
        mail.removeAll()
        place()
        showState()
        resumeAll()
    }

    private func wait(milliseconds: Int32) {
        watch.wait(milliseconds: milliseconds, into: &ready)
        mailbox.awake(clear: ready.contains { $0.key == Self.mailboxKey })
        now = .now
        for ready in ready {
            guard let connection = connections.find(ready.key) else { continue }
            if ready.isReadable { connection.receive(into: &events, now: now) }
            if ready.isWritable, connection.ending == nil { connection.flush() }
            take(from: connection)
        }
        ready.removeAll(keepingCapacity: true)
        removeLost()
        showState()
        resumeAll()
    }

    /// Takes what a connection made of its groups.
    private func take(from connection: PooledConnection) {
        statistics.outstanding -= events.count
        for event in events {
            switch event {
            case .answered(let group, let answer):
                complete(group, .success(answer))
                if connection.hold != nil, connection.hold == group.endsHold { connection.isReturning = true }
            case .failed(let group, let error):
                complete(group, .failure(error))
                if connection.hold != nil, connection.hold == group.endsHold { connection.isReturning = true }
            case .stale(var group):
                group.wasRepeated = true
                dispatcher.putBack(group, deadline: now + settings.acquireTimeout)
            }
        }
        events.removeAll(keepingCapacity: true)
        settle(connection)
        touched(connection)
    }

    private func resumeAll() {
        for (reply, result) in completions { reply.resume(returning: result) }
        completions.removeAll(keepingCapacity: true)
    }

    private func end() {
        connections = ConnectionTable()
        for group in dispatcher.removeAll() { giveUp(group, .closed) }
        // Whoever waits for the end finds it shown.
        board.end()
        let left = mailbox.end()
        for command in left.commands { refuse(command) }
        for job in left.jobs { job.run(on: executor) }
        resumeAll()
    }
}
