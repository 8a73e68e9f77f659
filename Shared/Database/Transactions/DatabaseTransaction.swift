import Synchronization

/// A transaction in progress, for use within the body it was handed to.
///
/// `BEGIN` travels with the first statement, and what was given to ``send(_:fileID:line:)`` travels with the next
/// statement or with `COMMIT`, so that reading, writing and committing take two round trips. Once a statement has failed,
/// every further one fails with the same error, and the transaction is rolled back.
package final class DatabaseTransaction: Sendable {
    private struct State {
        var unsent: [Statement] = []
        var hasBegun = false
        var hasEnded = false
        var failure: DatabaseError?
    }

    private let pool: DatabasePool
    private let isolation: IsolationLevel
    private let caller: Caller
    private let hold: Hold
    private let state = Mutex(State())

    /// Prepares a transaction; nothing is sent yet.
    init(pool: DatabasePool, isolation: IsolationLevel, caller: Caller) {
        self.pool = pool
        self.isolation = isolation
        self.caller = caller
        hold = Hold(id: pool.nextID(), changesSession: false)
    }

    /// The first failure of one of its statements.
    var failure: DatabaseError? { state.withLock { $0.failure } }

    /// Sends a statement without waiting for it: it goes out with the next statement that is waited for, or with
    /// `COMMIT`, and its error surfaces there.
    package func send(_ sql: SQL, fileID: String = #fileID, line: Int = #line) {
        let statement = Statement(sql: sql, operation: "send", caller: Caller(fileID: fileID, line: line))
        state.withLock { $0.unsent.append(statement) }
    }

    /// Commits what was done; a transaction without statements is committed already.
    ///
    /// The answer is waited for even if the task is cancelled, because nobody can take a `COMMIT` back.
    ///
    /// - Throws: ``DatabaseError``: `.commitUnknown` if the connection was lost meanwhile.
    func commit() async throws(DatabaseError) {
        let statement = Statement(sql: "COMMIT", operation: "commit", caller: caller)
        guard try needsCommit() else { return }
        let answer: Answer
        do throws(DatabaseError) {
            answer = try await pool.submit(isShielded: true) { id, reply in
                post(statement, id: id, reply: reply, commits: true)
            }
        } catch {
            throw note(error)
        }
        // A transaction that failed before answers COMMIT with ROLLBACK, and that is not an error to the server.
        guard answer.tag == .commit else {
            throw failure ?? statement.error(.protocolViolation, message: "the server rolled back instead")
        }
    }

    /// Rolls back whatever was done, and waits for that unless the task is cancelled.
    func rollBack() async {
        let hasBegun = state.withLock { state in
            state.hasEnded = true
            state.unsent = []
            return state.hasBegun
        }
        guard hasBegun else { return }
        if Task.isCancelled {
            _ = pool.post(.abandon(hold, reply: nil))
        } else {
            await withCheckedContinuation { reply in
                if !pool.post(.abandon(hold, reply: reply)) { reply.resume() }
            }
        }
    }

    private func needsCommit() throws(DatabaseError) -> Bool {
        let (needed, failure) = state.withLock { state in
            let isEmpty = !state.hasBegun && state.unsent.isEmpty
            if isEmpty { state.hasEnded = true }
            return (!isEmpty, state.failure)
        }
        if let failure { throw failure }
        return needed
    }

    /// Posts what was not sent yet and the statement, in the order of the calls.
    private func post(_ statement: Statement, id: UInt64, reply: Group.Reply, commits: Bool) -> DatabaseError? {
        state.withLock { state in
            if let failure = state.failure { return failure }
            guard !state.hasEnded else { return statement.error(.closed, message: "the transaction is over") }
            var statements = state.hasBegun ? [] : [Statement(sql: isolation.begin, operation: "begin", caller: caller)]
            statements += state.unsent
            statements.append(statement)
            for candidate in statements {
                if let fault = candidate.sql.binds.fault {
                    state.failure = candidate.error(.encoding, message: fault)
                    return state.failure
                }
            }
            // A first statement that commits needs a connection of its own too, and gives it back at once.
            let place: Group.Place =
                if !state.hasBegun { .begin(hold) } else if commits { .last(hold) } else { .held(hold) }
            let group = Group(
                id: id, work: .statements(statements), place: place, commits: commits, reply: reply)
            guard pool.post(.run(group)) else { return statement.error(.closed) }
            state.unsent = []
            state.hasBegun = true
            state.hasEnded = commits
            return nil
        }
    }

    /// Remembers the first failure, and gives back the one to throw.
    private func note(_ error: DatabaseError) -> DatabaseError {
        state.withLock { state in
            // What follows a failure on its way to the server only says that the transaction has failed.
            if let failure = state.failure, error.sqlState == "25P02" { return failure }
            if state.failure == nil { state.failure = error }
            return error
        }
    }
}

extension DatabaseTransaction: SQLRunner {
    /// Runs one statement of the transaction, behind those that were sent before, in one round trip.
    ///
    /// - Throws: ``DatabaseError``, of this statement or of one that was sent before; each names its own caller.
    package func run(_ sql: SQL, operation: String, caller: Caller) async throws(DatabaseError) -> Answer {
        let statement = Statement(sql: sql, operation: operation, caller: caller)
        do throws(DatabaseError) {
            return try await pool.submit { id, reply in
                if Task.isCancelled { return statement.error(.cancelled) }
                return post(statement, id: id, reply: reply, commits: false)
            }
        } catch {
            throw note(error)
        }
    }
}
