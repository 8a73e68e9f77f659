extension Bool: SQLScalar {
    /// `boolean`.
    package static var sqlType: SQLType { .bool }

    /// Writes one byte, 0 or 1.
    package func encode(into writer: inout SQLWriter) { writer.write(UInt8(self ? 1 : 0)) }

    /// Reads one byte.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Bool {
        try cell.expect(.bool)
        return try cell.integer(UInt8.self) != 0
    }
}

extension Int16: SQLScalar {
    /// `smallint`.
    package static var sqlType: SQLType { .int2 }

    /// Writes two bytes.
    package func encode(into writer: inout SQLWriter) { writer.write(self) }

    /// Reads a whole number of any width that fits.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Int16 { try cell.wholeNumber() }
}

extension Int32: SQLScalar {
    /// `integer`.
    package static var sqlType: SQLType { .int4 }

    /// Writes four bytes.
    package func encode(into writer: inout SQLWriter) { writer.write(self) }

    /// Reads a whole number of any width that fits.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Int32 { try cell.wholeNumber() }
}

extension Int64: SQLScalar {
    /// `bigint`.
    package static var sqlType: SQLType { .int8 }

    /// Writes eight bytes.
    package func encode(into writer: inout SQLWriter) { writer.write(self) }

    /// Reads a whole number of any width.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Int64 { try cell.wholeNumber() }
}

extension Int: SQLScalar {
    /// `bigint`.
    package static var sqlType: SQLType { .int8 }

    /// Writes eight bytes.
    package func encode(into writer: inout SQLWriter) { writer.write(Int64(self)) }

    /// Reads a whole number of any width.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Int { try cell.wholeNumber() }
}

extension Double: SQLScalar {
    /// `double precision`.
    package static var sqlType: SQLType { .float8 }

    /// Writes the eight bytes of IEEE 754.
    package func encode(into writer: inout SQLWriter) { writer.write(bitPattern) }

    /// Reads the eight bytes of IEEE 754.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Double {
        try cell.expect(.float8)
        return Double(bitPattern: try cell.integer(UInt64.self))
    }
}

extension SQLCell {
    /// Reads `smallint`, `integer` or `bigint` into any width that holds the value.
    ///
    /// - Throws: ``SQLFault`` if the column is no whole number, or the number does not fit.
    func wholeNumber<I: FixedWidthInteger & SQLScalar>() throws(SQLFault) -> I {
        let wide: Int64
        switch oid {
        case SQLType.int2.oid: wide = Int64(try integer(Int16.self))
        case SQLType.int4.oid: wide = Int64(try integer(Int32.self))
        case SQLType.int8.oid: wide = try integer(Int64.self)
        default: throw .type(expected: I.sqlType.name, foundOID: oid)
        }
        guard let value = I(exactly: wide) else { throw .range }
        return value
    }
}
