/// One value of a row that is not NULL, or one element of such a value that is an array.
package struct SQLCell: Sendable {
    /// The number of the value's PostgreSQL type.
    package let oid: UInt32
    private let buffer: [UInt8]
    private let range: Range<Int>

    /// A view of part of a buffer.
    init(oid: UInt32, buffer: [UInt8], range: Range<Int>) {
        self.oid = oid
        self.buffer = buffer
        self.range = range
    }

    /// A cell of its own, for tests of encodings.
    package init(oid: UInt32, bytes: [UInt8]) {
        self.init(oid: oid, buffer: bytes, range: 0..<bytes.count)
    }

    /// The number of bytes.
    package var count: Int { range.count }

    /// The bytes.
    package var bytes: [UInt8] { Array(buffer[range]) }

    /// Makes sure that the column has the expected type.
    ///
    /// - Throws: ``SQLFault/type(expected:foundOID:)``.
    package func expect(_ type: SQLType) throws(SQLFault) {
        guard oid == type.oid else { throw .type(expected: type.name, foundOID: oid) }
    }

    /// Reads the whole cell as one integer in network byte order.
    ///
    /// - Throws: ``SQLFault/malformed`` if the cell has another length.
    package func integer<I: FixedWidthInteger>(_: I.Type) throws(SQLFault) -> I {
        guard range.count == I.bitWidth / 8 else { throw .malformed }
        return integer(at: 0)
    }

    /// Reads one byte.
    ///
    /// - Throws: ``SQLFault/malformed`` if the cell ends before it.
    package func byte(at offset: Int) throws(SQLFault) -> UInt8 {
        guard offset >= 0, offset < range.count else { throw .malformed }
        return buffer[range.lowerBound + offset]
    }

    /// Reads the cell from an offset on as UTF-8.
    ///
    /// - Throws: ``SQLFault/malformed`` if it is not UTF-8.
    package func text(from offset: Int = 0) throws(SQLFault) -> String {
        guard offset <= range.count else { throw .malformed }
        let slice = buffer[(range.lowerBound + offset)..<range.upperBound]
        guard let text = String(validating: slice, as: UTF8.self) else { throw .malformed }
        return text
    }

    /// An integer at an offset that the caller knows to be inside.
    func integer<I: FixedWidthInteger>(at offset: Int) -> I {
        var value: UInt64 = 0
        let start = range.lowerBound + offset
        for index in start..<(start + I.bitWidth / 8) { value = value << 8 | UInt64(buffer[index]) }
        return I(truncatingIfNeeded: value)
    }

    /// A part of the cell with a type of its own.
    func part(oid: UInt32, from offset: Int, count: Int) -> SQLCell {
        let start = range.lowerBound + offset
        return SQLCell(oid: oid, buffer: buffer, range: start..<(start + count))
    }
}
