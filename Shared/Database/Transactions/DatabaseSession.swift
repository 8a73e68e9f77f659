import Synchronization

/// A connection held for one task: for advisory locks, settings of the session and scripts of many statements.
///
/// When the body it was handed to is over, an open transaction is rolled back, locks are released and settings are reset.
package final class DatabaseSession: Sendable {
    private struct State {
        var hasBegun = false
        var hasEnded = false
    }

    private let pool: DatabasePool
    private let hold: Hold
    private let state = Mutex(State())

    /// Prepares a session; a connection is taken with the first statement.
    init(pool: DatabasePool) {
        self.pool = pool
        hold = Hold(id: pool.nextID(), changesSession: true)
    }

    /// Runs a script of any number of statements, which take no values.
    ///
    /// Without `BEGIN` in it, all statements of a script are one transaction.
    ///
    /// - Throws: ``DatabaseError`` of the first statement that failed.
    package func script(_ text: String, fileID: String = #fileID, line: Int = #line) async throws(DatabaseError) {
        let caller = Caller(fileID: fileID, line: line)
        _ = try await run(.script(text, operation: "script", caller: caller))
    }

    /// Gives the connection back, and waits until it is as it was found, unless the task is cancelled.
    func end() async {
        let hasBegun = state.withLock { state in
            state.hasEnded = true
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

    private func run(_ work: Group.Work) async throws(DatabaseError) -> Answer {
        try await pool.submit { id, reply in
            state.withLock { state in
                let place: Group.Place = state.hasBegun ? .held(hold) : .begin(hold)
                let group = Group(id: id, work: work, place: place, reply: reply)
                if Task.isCancelled { return group.error(.cancelled, wasSent: false) }
                if state.hasEnded { return group.error(.closed, message: "the session is over", wasSent: false) }
                guard pool.post(.run(group)) else { return group.error(.closed, wasSent: false) }
                state.hasBegun = true
                return nil
            }
        }
    }
}

extension DatabaseSession: SQLRunner {
    /// Runs one statement on the session's connection.
    ///
    /// - Throws: ``DatabaseError``.
    package func run(_ sql: SQL, operation: String, caller: Caller) async throws(DatabaseError) -> Answer {
        let statement = Statement(sql: sql, operation: operation, caller: caller)
        if let fault = sql.binds.fault { throw statement.error(.encoding, message: fault) }
        return try await run(.statements([statement]))
    }
}
