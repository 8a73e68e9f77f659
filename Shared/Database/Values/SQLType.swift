/// A PostgreSQL type as this client knows it: the numbers of the type and of its array.
///
/// - Source: PostgreSQL 15 `pg_type.dat`; the numbers are part of the wire protocol and never change.
package struct SQLType: Hashable, Sendable {
    /// The type's object identifier.
    package let oid: UInt32
    /// The object identifier of the array of it.
    package let arrayOID: UInt32
    /// The type's name.
    package let name: String

    /// Names a type by its numbers; only for types not listed here.
    package init(oid: UInt32, arrayOID: UInt32, name: String) {
        self.oid = oid
        self.arrayOID = arrayOID
        self.name = name
    }

    /// `boolean`.
    package static let bool = SQLType(oid: 16, arrayOID: 1000, name: "bool")
    /// `bytea`.
    package static let bytea = SQLType(oid: 17, arrayOID: 1001, name: "bytea")
    /// `smallint`.
    package static let int2 = SQLType(oid: 21, arrayOID: 1005, name: "int2")
    /// `integer`.
    package static let int4 = SQLType(oid: 23, arrayOID: 1007, name: "int4")
    /// `bigint`.
    package static let int8 = SQLType(oid: 20, arrayOID: 1016, name: "int8")
    /// `double precision`.
    package static let float8 = SQLType(oid: 701, arrayOID: 1022, name: "float8")
    /// `text`.
    package static let text = SQLType(oid: 25, arrayOID: 1009, name: "text")
    /// `uuid`.
    package static let uuid = SQLType(oid: 2950, arrayOID: 2951, name: "uuid")
    /// `timestamp with time zone`.
    package static let timestamptz = SQLType(oid: 1184, arrayOID: 1185, name: "timestamptz")
    /// `date`.
    package static let date = SQLType(oid: 1082, arrayOID: 1182, name: "date")
    /// `jsonb`.
    package static let jsonb = SQLType(oid: 3802, arrayOID: 3807, name: "jsonb")
    /// `json`, which is read as if it were `jsonb`.
    package static let json = SQLType(oid: 114, arrayOID: 199, name: "json")
    /// `character varying`, which is read as text.
    package static let varchar = SQLType(oid: 1043, arrayOID: 1015, name: "varchar")
    /// `character(n)`, which is read as text.
    package static let bpchar = SQLType(oid: 1042, arrayOID: 1014, name: "bpchar")
    /// `name`, the type of names in the system catalogue, which is read as text.
    package static let name = SQLType(oid: 19, arrayOID: 1003, name: "name")
    /// The type of a bare literal, which is read as text.
    package static let unknown = SQLType(oid: 705, arrayOID: 0, name: "unknown")
}
