extension DatabasePool {
    /// Runs the body in a transaction: committed if the body returns, rolled back if it throws.
    ///
    /// If the transaction met a serialization failure (40001), a deadlock (40P01) or a stale prepared statement, the
    /// whole body runs again, at most `retries` times, after a short wait that differs from the others'. So the body must
    /// have no effects outside the transaction.
    ///
    /// - Throws: what the body threw; ``DatabaseError`` of the statements and of `COMMIT`, above all `.commitUnknown` if
    ///   the connection was lost during `COMMIT`.
    package func transaction<R: Sendable>(
        isolation: IsolationLevel = .readCommitted, retries: Int = 3, fileID: String = #fileID, line: Int = #line,
        _ body: (DatabaseTransaction) async throws -> R
    ) async throws -> R {
        let caller = Caller(fileID: fileID, line: line)
        var repeats = 0
        while true {
            let transaction = DatabaseTransaction(pool: self, isolation: isolation, caller: caller)
            do {
                let value = try await body(transaction)
                try await transaction.commit()
                return value
            } catch {
                await transaction.rollBack()
                // The body may have hidden the failure in an error of its own; the transaction remembers it.
                let failure = transaction.failure ?? error as? DatabaseError
                guard repeats < retries, failure?.isRetryable == true else { throw error }
            }
            repeats += 1
            // A true interval: so that those who met do not meet again.
            try await Task.sleep(for: .milliseconds(Double(1 << repeats) * Double.random(in: 0.5..<2)))
        }
    }

    /// Runs the body with a connection of its own.
    ///
    /// - Throws: what the body threw.
    package func session<R: Sendable>(_ body: (DatabaseSession) async throws -> R) async throws -> R {
        let session = DatabaseSession(pool: self)
        do {
            let value = try await body(session)
            await session.end()
            return value
        } catch {
            await session.end()
            throw error
        }
    }
}
