/// A value that can be bound to a statement and read from a row, in PostgreSQL's binary format.
///
/// Single values conform to ``SQLScalar``; arrays of them conform by themselves; an optional of either is bound as NULL
/// or the value, and read by asking for the optional.
package protocol SQLValue: Sendable {
    /// The number of the PostgreSQL type it is bound as.
    static var sqlOID: UInt32 { get }

    /// Writes the value's binary form.
    func encode(into writer: inout SQLWriter)

    /// Reads a value that is not NULL.
    ///
    /// - Throws: ``SQLFault`` if the cell is of another type or malformed.
    static func decode(_ cell: SQLCell) throws(SQLFault) -> Self
}

/// What an array bound to a statement may hold: single values, or optionals of them where some are NULL.
package protocol SQLElement: Sendable {
    /// The number of the PostgreSQL type of the whole array.
    static var sqlListOID: UInt32 { get }

    /// Writes the array's binary form.
    static func encodeList(_ list: [Self], into writer: inout SQLWriter)

    /// Reads an array that is not NULL itself.
    ///
    /// - Throws: ``SQLFault`` if the cell is of another type, malformed, or holds a NULL where none can stand.
    static func decodeList(_ cell: SQLCell) throws(SQLFault) -> [Self]
}

/// A single value: not an array, not an optional.
///
/// A type that stands for one of the built-in ones conforms in three lines, by handing all three requirements on:
/// ```swift
/// extension SubmissionID: SQLScalar {
///     static var sqlType: SQLType { UUID.sqlType }
///     func encode(into writer: inout SQLWriter) { uuid.encode(into: &writer) }
///     static func decode(_ cell: SQLCell) throws(SQLFault) -> SubmissionID { SubmissionID(try UUID.decode(cell)) }
/// }
/// ```
package protocol SQLScalar: SQLValue, SQLElement {
    /// The PostgreSQL type it is bound as.
    static var sqlType: SQLType { get }
}

extension SQLScalar {
    /// The number of the type.
    package static var sqlOID: UInt32 { sqlType.oid }

    /// The number of the array's type.
    package static var sqlListOID: UInt32 { sqlType.arrayOID }

    /// Writes a one-dimensional array without NULLs.
    package static func encodeList(_ list: [Self], into writer: inout SQLWriter) {
        writer.beginList(of: sqlType.oid, count: list.count, hasNull: false)
        for element in list {
            let mark = writer.beginElement()
            element.encode(into: &writer)
            writer.endElement(mark)
        }
    }

    /// Reads a one-dimensional array without NULLs.
    package static func decodeList(_ cell: SQLCell) throws(SQLFault) -> [Self] {
        var list = try SQLListReader(cell)
        var elements: [Self] = []
        elements.reserveCapacity(list.count)
        while let element = try list.next() {
            guard let value = element.value else { throw .null }
            elements.append(try decode(value))
        }
        return elements
    }
}

extension Optional: SQLElement where Wrapped: SQLScalar {
    /// The number of the array's type.
    package static var sqlListOID: UInt32 { Wrapped.sqlType.arrayOID }

    /// Writes a one-dimensional array in which `nil` is NULL.
    package static func encodeList(_ list: [Wrapped?], into writer: inout SQLWriter) {
        writer.beginList(of: Wrapped.sqlType.oid, count: list.count, hasNull: list.contains { $0 == nil })
        for element in list {
            guard let element else {
                writer.writeNull()
                continue
            }
            let mark = writer.beginElement()
            element.encode(into: &writer)
            writer.endElement(mark)
        }
    }

    /// Reads a one-dimensional array in which NULL is `nil`.
    package static func decodeList(_ cell: SQLCell) throws(SQLFault) -> [Wrapped?] {
        var list = try SQLListReader(cell)
        var elements: [Wrapped?] = []
        elements.reserveCapacity(list.count)
        while let element = try list.next() {
            if let value = element.value {
                elements.append(try Wrapped.decode(value))
            } else {
                elements.append(nil)
            }
        }
        return elements
    }
}

extension Array: SQLValue where Element: SQLElement {
    /// The number of the array's type.
    package static var sqlOID: UInt32 { Element.sqlListOID }

    /// Writes the array's binary form.
    package func encode(into writer: inout SQLWriter) { Element.encodeList(self, into: &writer) }

    /// Reads an array.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> [Element] { try Element.decodeList(cell) }
}
