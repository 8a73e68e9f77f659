/// Collects the binary form of bound values, one after another, in one buffer.
package struct SQLWriter: Hashable, Sendable {
    /// The bytes written so far.
    package private(set) var bytes: [UInt8] = []

    /// An empty writer.
    package init() {}

    /// Writes one byte.
    package mutating func write(_ value: UInt8) { bytes.append(value) }

    /// Writes bytes as they are.
    package mutating func write(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// Writes a text as UTF-8.
    package mutating func write(utf8 value: String) { bytes.append(contentsOf: value.utf8) }

    /// Writes an integer in network byte order.
    package mutating func write<I: FixedWidthInteger>(_ value: I) {
        let width = I.bitWidth / 8
        for index in 1...width {
            bytes.append(UInt8(truncatingIfNeeded: value >> I(truncatingIfNeeded: (width - index) * 8)))
        }
    }

    /// Writes the head of an array of one dimension, or of none if it is empty.
    ///
    /// - Source: PostgreSQL 15 `array_send`: dimensions, NULL flag, element type, then length and lower bound.
    mutating func beginList(of elementOID: UInt32, count: Int, hasNull: Bool) {
        write(Int32(count == 0 ? 0 : 1))
        write(Int32(hasNull ? 1 : 0))
        write(elementOID)
        guard count > 0 else { return }
        write(Int32(truncatingIfNeeded: count))
        write(Int32(1))
    }

    /// Leaves room for an element's length; hand the mark to `endElement`.
    mutating func beginElement() -> Int {
        write(Int32(0))
        return bytes.count
    }

    /// Fills in the length of the element begun at the mark.
    mutating func endElement(_ mark: Int) {
        let length = UInt32(truncatingIfNeeded: bytes.count - mark)
        bytes[mark - 4] = UInt8(truncatingIfNeeded: length >> 24)
        bytes[mark - 3] = UInt8(truncatingIfNeeded: length >> 16)
        bytes[mark - 2] = UInt8(truncatingIfNeeded: length >> 8)
        bytes[mark - 1] = UInt8(truncatingIfNeeded: length)
    }

    /// Writes a NULL element.
    mutating func writeNull() { write(Int32(-1)) }
}
