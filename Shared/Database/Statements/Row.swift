/// One row, read from left to right.
package struct Row: Sendable {
    private let rows: RowSet
    private let index: Int
    private let caller: Caller
    private var column = 0

    /// A row of a set.
    init(rows: RowSet, index: Int, caller: Caller) {
        self.rows = rows
        self.index = index
        self.caller = caller
    }

    /// Reads the next column, which must not be NULL.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`, naming the column and the type, never the value.
    package mutating func next<T: SQLValue>() throws(DatabaseError) -> T {
        guard let value = try optional(T.self) else { throw error(.null) }
        return value
    }

    /// Reads the next column, which may be NULL.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`, naming the column and the type, never the value.
    package mutating func next<T: SQLValue>() throws(DatabaseError) -> T? {
        try optional(T.self)
    }

    /// Passes over a column.
    package mutating func skip() { column += 1 }

    /// Makes sure that every column was read.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`.
    func finish() throws(DatabaseError) {
        guard column == rows.columns.count else {
            throw DatabaseError(
                code: .decoding, operation: "decode", caller: caller,
                message: "the row has \(rows.columns.count) columns, \(column) were read")
        }
    }

    private mutating func optional<T: SQLValue>(_: T.Type) throws(DatabaseError) -> T? {
        guard column < rows.columns.count else {
            throw DatabaseError(
                code: .decoding, operation: "decode", caller: caller,
                message: "the row has only \(rows.columns.count) columns")
        }
        let cell = rows.cells[index * rows.columns.count + column]
        guard cell.length >= 0 else {
            column += 1
            return nil
        }
        let view = SQLCell(
            oid: rows.columns[column].oid, buffer: rows.bytes, range: cell.start..<(cell.start + cell.length))
        do {
            let value = try T.decode(view)
            column += 1
            return value
        } catch {
            column += 1
            throw self.error(error)
        }
    }

    private func error(_ fault: SQLFault) -> DatabaseError {
        // The column counter already stands behind the column at fault.
        let position = max(0, min(column, rows.columns.count) - 1)
        let name = rows.columns.isEmpty ? "" : rows.columns[position].name
        return DatabaseError(
            code: .decoding, operation: "decode", caller: caller,
            message: "column \(position + 1) \"\(name)\" \(fault.text)")
    }
}
