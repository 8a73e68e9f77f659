/// What a statement that succeeded gave back; its content is for the runners' own use.
package struct Answer: Sendable {
    /// The rows it returned.
    var rows: RowSet
    /// The number of rows it inserted, changed, deleted or returned.
    var affected: Int
    /// The command tag without numbers, where it matters: `COMMIT` or `ROLLBACK`.
    var tag: Tag

    /// The command tags that are told apart.
    enum Tag: Sendable {
        /// `COMMIT`: the transaction is durable.
        case commit
        /// `ROLLBACK`, which is also what a failed transaction answers to `COMMIT`.
        case rollback
        /// Any other.
        case other
    }

    /// Nothing returned, nothing changed.
    static let none = Answer(rows: .empty, affected: 0, tag: .other)

    /// Reads every row.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`.
    func decode<R: RowDecodable>(_: R.Type, caller: Caller) throws(DatabaseError) -> [R] {
        var values: [R] = []
        values.reserveCapacity(rows.count)
        for index in 0..<rows.count {
            var row = Row(rows: rows, index: index, caller: caller)
            values.append(try R(row: &row))
            try row.finish()
        }
        return values
    }

    /// Reads the only column of every row.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`.
    func column<T: SQLValue>(_: T.Type, caller: Caller) throws(DatabaseError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(rows.count)
        for index in 0..<rows.count {
            var row = Row(rows: rows, index: index, caller: caller)
            values.append(try row.next())
            try row.finish()
        }
        return values
    }

    /// Reads the only column of the first row.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`.
    func scalar<T: SQLValue>(_: T.Type, caller: Caller) throws(DatabaseError) -> T? {
        guard rows.count > 0 else { return nil }
        var row = Row(rows: rows, index: 0, caller: caller)
        let value: T? = try row.next()
        try row.finish()
        return value
    }
}
