/// Why a cell could not be read; the row adds the column and the caller.
package enum SQLFault: Error, Hashable, Sendable {
    /// The column has another type, given by its number.
    case type(expected: String, foundOID: UInt32)
    /// NULL where a value was asked for.
    case null
    /// The bytes are not a value of the type.
    case malformed
    /// The value exists in PostgreSQL and not in the Swift type asked for.
    case range
    /// The text or number is none the type asked for accepts.
    case refused(String)

    /// The fault in words.
    var text: String {
        switch self {
        case .type(let expected, let found): "is of type \(found), read as \(expected)"
        case .null: "is NULL"
        case .malformed: "is malformed"
        case .range: "is out of the range of the type asked for"
        case .refused(let reason): "is refused: \(reason)"
        }
    }
}
