package import Logging
import Synchronization

/// A pool of PostgreSQL connections.
///
/// Statements of concurrent tasks share connections by pipelining, each as a transaction of its own; a transaction or a
/// session has a connection for itself. A lost connection is replaced without help, and nobody waits longer than the
/// settings say.
///
/// - Isolation: everything about connections happens on one thread of the pool's own, which waits in `poll`; callers
///   only suspend. The thread starts with the first use and ends with ``close()`` or with the pool.
package final class DatabasePool: Sendable {
    let settings: DatabaseSettings
    private let logger: Logger
    private let mailbox: Mailbox
    private let executor: PoolExecutor
    private let board = PoolBoard()
    private let hasStarted = Atomic(false)
    private let lastID = Atomic<UInt64>(0)

    /// Prepares a pool; nothing is connected before the first use or ``run()``.
    package init(settings: DatabaseSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
        mailbox = Mailbox()
        executor = PoolExecutor(mailbox: mailbox)
    }

    deinit { _ = mailbox.post(.close) }

    /// Whether the pool can serve.
    package var state: DatabaseState { board.state }

    /// What the pool is doing, for gauges.
    package var statistics: DatabaseStatistics { board.statistics }

    /// Runs tasks on the pool's thread: for loops that do little but talk to the database.
    ///
    /// A task there saves two changes of threads for each statement. It must not compute for long and must never block.
    package var taskExecutor: PoolExecutor {
        start()
        return executor
    }

    /// Connects, and keeps connected until the task is cancelled; then closes.
    package func run() async {
        start()
        let mailbox = mailbox
        await withTaskCancellationHandler {
            await mailbox.ended()
        } onCancel: {
            _ = mailbox.post(.close)
        }
    }

    /// Takes no more work, waits for what is running, at most five seconds, and closes all connections.
    package func close() async {
        if hasStarted.load(ordering: .acquiring), mailbox.post(.close) {
            await mailbox.ended()
        } else if !hasStarted.exchange(true, ordering: .acquiringAndReleasing) {
            board.end()
            _ = mailbox.end()
        }
    }

    /// Starts the thread, the first time.
    func start() {
        guard !hasStarted.load(ordering: .acquiring),
            !hasStarted.exchange(true, ordering: .acquiringAndReleasing)
        else { return }
        let (settings, mailbox, board, executor, logger) = (settings, mailbox, board, executor, logger)
        let isRunning = DetachedThread.start(name: "database") {
            PoolCore(settings: settings, mailbox: mailbox, board: board, executor: executor, logger: logger).run()
        }
        if !isRunning {
            logger.error("the system has no thread for the database pool")
            board.end()
            _ = mailbox.end()
        }
    }

    /// A number that no other group and no hold of this pool has.
    func nextID() -> UInt64 { lastID.add(1, ordering: .relaxed).newValue }

    /// Leaves a command; `false` if the pool is closed.
    func post(_ command: PoolCommand) -> Bool { mailbox.post(command) }

    /// Submits a group and waits for its answer.
    ///
    /// - Parameters:
    ///   - isShielded: whether to wait for the answer even when the task is cancelled.
    ///   - compose: makes the group and posts it; runs synchronously. Gives an error if there is nothing to post.
    /// - Returns: the answer of the group's last statement.
    /// - Throws: ``DatabaseError`` of the group.
    func submit(
        isShielded: Bool = false, _ compose: (UInt64, Group.Reply) -> DatabaseError?
    ) async throws(DatabaseError) -> Answer {
        start()
        let id = nextID()
        let result: Result<Answer, DatabaseError>
        if isShielded {
            result = await withCheckedContinuation { reply in
                if let error = compose(id, reply) { reply.resume(returning: .failure(error)) }
            }
        } else {
            let ticket = CancelTicket()
            let mailbox = mailbox
            result = await withTaskCancellationHandler {
                await withCheckedContinuation { reply in
                    if let error = compose(id, reply) {
                        reply.resume(returning: .failure(error))
                    } else if ticket.markPosted() {
                        _ = mailbox.post(.cancel(id))
                    }
                }
            } onCancel: {
                if ticket.markCancelled() { _ = mailbox.post(.cancel(id)) }
            }
        }
        return try result.get()
    }
}

extension DatabasePool: SQLRunner {
    /// Runs one statement as a transaction of its own, on whichever connection is idlest.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/mayHaveTakenEffect`` tells whether it may have been done all the same.
    package func run(_ sql: SQL, operation: String, caller: Caller) async throws(DatabaseError) -> Answer {
        let statement = Statement(sql: sql, operation: operation, caller: caller)
        return try await submit { id, reply in
            if let fault = sql.binds.fault { return statement.error(.encoding, message: fault) }
            if Task.isCancelled { return statement.error(.cancelled) }
            let group = Group(id: id, work: .statements([statement]), place: .any, reply: reply)
            return post(.run(group)) ? nil : statement.error(.closed)
        }
    }
}
