/// A JSON document as text, stored as `jsonb`.
///
/// Encoding and decoding stay with the caller, who knows the types; the server checks the syntax.
package struct JSONText: Hashable, Sendable {
    /// The UTF-8 bytes of the document.
    package let bytes: [UInt8]

    /// Takes the UTF-8 bytes of a document.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Takes a document as text.
    package init(_ text: String) { bytes = Array(text.utf8) }

    /// The document as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONText: SQLScalar {
    /// `jsonb`.
    package static var sqlType: SQLType { .jsonb }

    /// Writes the format's version byte and the text.
    ///
    /// - Source: PostgreSQL 15 `jsonb_recv`: version 1.
    package func encode(into writer: inout SQLWriter) {
        writer.write(UInt8(1))
        writer.write(bytes)
    }

    /// Reads `jsonb`, and `json`, which has no version byte.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> JSONText {
        switch cell.oid {
        case SQLType.jsonb.oid:
            guard try cell.byte(at: 0) == 1 else { throw .malformed }
            return JSONText(cell.part(oid: cell.oid, from: 1, count: cell.count - 1).bytes)
        case SQLType.json.oid:
            return JSONText(cell.bytes)
        default:
            throw .type(expected: SQLType.jsonb.name, foundOID: cell.oid)
        }
    }
}
