/// Reads the elements of a one-dimensional array from its binary form.
///
/// - Source: PostgreSQL 15 `array_send`.
struct SQLListReader {
    /// One element, NULL or not.
    struct Element {
        /// The element's cell, or `nil` for NULL.
        let value: SQLCell?
    }

    /// The number of elements.
    let count: Int
    private let cell: SQLCell
    private let elementOID: UInt32
    private var offset: Int
    private var read = 0

    /// Reads the head.
    ///
    /// - Throws: ``SQLFault`` if the cell is no array of at most one dimension.
    init(_ cell: SQLCell) throws(SQLFault) {
        guard cell.count >= 12 else { throw .malformed }
        let dimensions: Int32 = cell.integer(at: 0)
        elementOID = cell.integer(at: 8)
        self.cell = cell
        switch dimensions {
        case 0:
            count = 0
            offset = 12
        case 1:
            guard cell.count >= 20 else { throw .malformed }
            let length: Int32 = cell.integer(at: 12)
            // Each element takes at least its length word, so a count beyond that is a lie.
            guard length >= 0, Int(length) <= (cell.count - 20) / 4 else { throw .malformed }
            count = Int(length)
            offset = 20
        default:
            throw .refused("an array of \(dimensions) dimensions")
        }
    }

    /// The next element, or `nil` after the last.
    ///
    /// - Throws: ``SQLFault/malformed`` if the cell ends within an element.
    mutating func next() throws(SQLFault) -> Element? {
        guard read < count else { return nil }
        read += 1
        guard offset + 4 <= cell.count else { throw .malformed }
        let length: Int32 = cell.integer(at: offset)
        offset += 4
        if length == -1 { return Element(value: nil) }
        guard length >= 0, offset + Int(length) <= cell.count else { throw .malformed }
        defer { offset += Int(length) }
        return Element(value: cell.part(oid: elementOID, from: offset, count: Int(length)))
    }
}
