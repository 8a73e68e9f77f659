/// A type that stands for another one in the database, such as an identifier over a UUID or an enum over a text.
///
/// Conform with the two conversions, and the type can be bound, read, and used in arrays.
package protocol SQLWrapper: SQLScalar {
    /// What is stored.
    associatedtype SQLRepresentation: SQLScalar

    /// The value to store.
    var sqlRepresentation: SQLRepresentation { get }

    /// Takes a stored value.
    ///
    /// - Throws: ``SQLFault/refused(_:)`` with a reason that does not quote the value.
    init(sqlRepresentation: SQLRepresentation) throws(SQLFault)
}

extension SQLWrapper {
    /// The stored type.
    package static var sqlType: SQLType { SQLRepresentation.sqlType }

    /// Writes the stored value.
    package func encode(into writer: inout SQLWriter) { sqlRepresentation.encode(into: &writer) }

    /// Reads the stored value and converts it.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Self {
        try Self(sqlRepresentation: try SQLRepresentation.decode(cell))
    }
}

extension SQLWrapper where Self: RawRepresentable, RawValue: SQLScalar, SQLRepresentation == RawValue {
    /// The raw value.
    package var sqlRepresentation: RawValue { rawValue }

    /// Takes a raw value the type knows.
    package init(sqlRepresentation: RawValue) throws(SQLFault) {
        guard let value = Self(rawValue: sqlRepresentation) else { throw .refused("not a value of \(Self.self)") }
        self = value
    }
}
