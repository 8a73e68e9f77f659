import CPostgres
import Glibc

/// The one owner of an answer of the server; everything is copied out of it before it ends.
@safe struct LibpqResult: ~Copyable {
    private let raw: OpaquePointer

    /// Takes over an answer.
    init(owning raw: OpaquePointer) { unsafe self.raw = raw }

    deinit { unsafe PQclear(raw) }

    /// What the answer is.
    var kind: Kind {
        switch unsafe PQresultStatus(raw) {
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .done
        case PGRES_TUPLES_OK: .rows
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_FATAL_ERROR: .failed
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: .copy
        default: .other
        }
    }

    /// The server's error answer, or `nil` if libpq made the error itself.
    var fault: ServerFault? {
        guard let state = field("C") else { return nil }
        let severity = field("V")
        return ServerFault(
            sqlState: state, endsSession: severity == "FATAL" || severity == "PANIC", constraint: field("n"),
            schema: field("s"), table: field("t"), column: field("c"), message: field("M"), routine: field("R"))
    }

    /// The command tag, as far as it is told apart.
    var tag: Answer.Tag {
        guard let text = unsafe PQcmdStatus(raw) else { return .other }
        switch unsafe text[0] {
        case CChar(bitPattern: UInt8(ascii: "C")) where unsafe strcmp(text, "COMMIT") == 0: return .commit
        case CChar(bitPattern: UInt8(ascii: "R")) where unsafe strcmp(text, "ROLLBACK") == 0: return .rollback
        default: return .other
        }
    }

    /// The number of rows affected or returned.
    var affected: Int {
        guard let text = unsafe PQcmdTuples(raw) else { return 0 }
        return unsafe Int(strtoll(text, nil, 10))
    }

    /// The number and types of the columns, as a check on remembered columns.
    func hasColumns(_ columns: [RowSet.Column]) -> Bool {
        guard unsafe Int(PQnfields(raw)) == columns.count else { return false }
        for (index, column) in columns.enumerated() where unsafe PQftype(raw, Int32(index)) != column.oid {
            return false
        }
        return true
    }

    /// The names and types of the columns.
    func columns() -> [RowSet.Column] {
        (0..<(unsafe PQnfields(raw))).map { index in
            RowSet.Column(
                name: unsafe PQfname(raw, index).map { unsafe String(cString: $0) } ?? "",
                oid: unsafe PQftype(raw, index))
        }
    }

    /// The rows, copied into one buffer.
    func rows(columns: [RowSet.Column]) -> RowSet {
        let rowCount = unsafe PQntuples(raw)
        guard rowCount > 0, !columns.isEmpty else {
            return RowSet(columns: columns, cells: [], bytes: [], count: Int(rowCount))
        }
        var cells: [RowSet.Cell] = []
        cells.reserveCapacity(Int(rowCount) * columns.count)
        var end = 0
        for row in 0..<rowCount {
            for column in 0..<Int32(columns.count) {
                if unsafe PQgetisnull(raw, row, column) != 0 {
                    cells.append(RowSet.Cell(start: end, length: -1))
                } else {
                    let length = unsafe Int(PQgetlength(raw, row, column))
                    cells.append(RowSet.Cell(start: end, length: length))
                    end += length
                }
            }
        }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: end) { buffer, initialized in
            for (index, cell) in cells.enumerated() where cell.length > 0 {
                let (row, column) = index.quotientAndRemainder(dividingBy: columns.count)
                guard let source = unsafe PQgetvalue(raw, Int32(row), Int32(column)) else { continue }
                unsafe UnsafeMutableRawBufferPointer(buffer).baseAddress?.advanced(by: cell.start)
                    .copyMemory(from: source, byteCount: cell.length)
            }
            initialized = end
        }
        return RowSet(columns: columns, cells: cells, bytes: bytes, count: Int(rowCount))
    }

    private func field(_ code: UnicodeScalar) -> String? {
        unsafe PQresultErrorField(raw, Int32(code.value)).map { unsafe String(cString: $0) }
    }
}

extension LibpqResult {
    /// What an answer is.
    enum Kind {
        /// A command without rows is done.
        case done
        /// A command returned its rows.
        case rows
        /// The end of an implicit transaction.
        case sync
        /// Not run, because an earlier command of the same implicit transaction failed.
        case aborted
        /// Failed.
        case failed
        /// The server wants or sends `COPY` data, which this client has no use for.
        case copy
        /// Something else.
        case other
    }
}
