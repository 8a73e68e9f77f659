/// A plain value read from a row, column by column in the order of the statement.
///
/// ```swift
/// struct Due: RowDecodable {
///     let id: UUID
///     let note: String?
///     init(row: inout Row) throws(DatabaseError) {
///         id = try row.next()
///         note = try row.next()
///     }
/// }
/// ```
package protocol RowDecodable: Sendable {
    /// Reads all columns of a row.
    ///
    /// - Throws: ``DatabaseError`` with code `.decoding`.
    init(row: inout Row) throws(DatabaseError)
}
