/// The rows a statement returned, copied out of the C library into one buffer.
struct RowSet: Sendable {
    /// A column's name and type.
    struct Column: Hashable, Sendable {
        /// The name the statement gave it.
        let name: String
        /// The number of its type.
        let oid: UInt32
    }

    /// Where a value lies in the buffer.
    struct Cell: Sendable {
        /// Where it begins.
        let start: Int
        /// Its length, −1 for NULL.
        let length: Int
    }

    let columns: [Column]
    let cells: [Cell]
    let bytes: [UInt8]
    let count: Int

    /// No rows.
    static let empty = RowSet(columns: [], cells: [], bytes: [], count: 0)
}
