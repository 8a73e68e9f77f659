package import FoundationEssentials

extension String: SQLScalar {
    /// `text`.
    package static var sqlType: SQLType { .text }

    /// Writes UTF-8.
    package func encode(into writer: inout SQLWriter) { writer.write(utf8: self) }

    /// Reads any type whose binary form is its text.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> String {
        switch cell.oid {
        case SQLType.text.oid, SQLType.varchar.oid, SQLType.bpchar.oid, SQLType.name.oid, SQLType.unknown.oid:
            return try cell.text()
        default:
            throw .type(expected: SQLType.text.name, foundOID: cell.oid)
        }
    }
}

/// A byte is no value of its own; an array of bytes is `bytea`.
extension UInt8: SQLElement {
    /// `bytea`.
    package static var sqlListOID: UInt32 { SQLType.bytea.oid }

    /// Writes the bytes as they are.
    package static func encodeList(_ list: [UInt8], into writer: inout SQLWriter) { writer.write(list) }

    /// Reads the bytes as they are.
    package static func decodeList(_ cell: SQLCell) throws(SQLFault) -> [UInt8] {
        try cell.expect(.bytea)
        return cell.bytes
    }
}

/// An array of byte arrays is `bytea[]`.
extension Array: SQLElement, SQLScalar where Element == UInt8 {
    /// `bytea`.
    package static var sqlType: SQLType { .bytea }

    /// The number of the type.
    package static var sqlOID: UInt32 { SQLType.bytea.oid }
}

extension UUID: SQLScalar {
    /// `uuid`.
    package static var sqlType: SQLType { .uuid }

    /// Writes sixteen bytes.
    package func encode(into writer: inout SQLWriter) {
        let u = uuid
        writer.write([
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ])
    }

    /// Reads sixteen bytes.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> UUID {
        try cell.expect(.uuid)
        let high = try cell.half(0)
        let low = try cell.half(8)
        func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * index)) }
        return UUID(
            uuid: (
                byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5),
                byte(high, 6), byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
                byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
            ))
    }
}

extension SQLCell {
    /// Eight of sixteen bytes as a number.
    fileprivate func half(_ offset: Int) throws(SQLFault) -> UInt64 {
        guard count == 16 else { throw .malformed }
        return integer(at: offset)
    }
}
