/// Whatever runs statements: the pool, a transaction, a session.
///
/// Write a function that reads or writes for `some SQLRunner`, and it works on its own and inside a transaction.
package protocol SQLRunner: Sendable {
    /// Runs one statement and gives back all it answered.
    ///
    /// - Throws: ``DatabaseError``.
    func run(_ sql: SQL, operation: String, caller: Caller) async throws(DatabaseError) -> Answer
}

extension SQLRunner {
    /// Runs a statement and tells how many rows it inserted, changed or deleted.
    ///
    /// - Throws: ``DatabaseError``.
    @discardableResult
    package func execute(
        _ sql: SQL, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> Int {
        try await run(sql, operation: "execute", caller: Caller(fileID: fileID, line: line)).affected
    }

    /// Runs a statement and reads its rows.
    ///
    /// - Throws: ``DatabaseError``.
    package func query<R: RowDecodable>(
        _ sql: SQL, as type: R.Type = R.self, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> [R] {
        let caller = Caller(fileID: fileID, line: line)
        return try await run(sql, operation: "query", caller: caller).decode(type, caller: caller)
    }

    /// Runs a statement of one column and reads it.
    ///
    /// - Throws: ``DatabaseError``.
    package func column<T: SQLValue>(
        _ sql: SQL, as type: T.Type = T.self, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> [T] {
        let caller = Caller(fileID: fileID, line: line)
        return try await run(sql, operation: "query", caller: caller).column(type, caller: caller)
    }

    /// Runs a statement of one column and reads its first row: `nil` if there is none, or the value is NULL.
    ///
    /// - Throws: ``DatabaseError``.
    package func scalar<T: SQLValue>(
        _ sql: SQL, as type: T.Type = T.self, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> T? {
        let caller = Caller(fileID: fileID, line: line)
        return try await run(sql, operation: "query", caller: caller).scalar(type, caller: caller)
    }
}
