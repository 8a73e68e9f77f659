import Testing

@testable import Database

@Suite("SQL by interpolation", .timeLimit(.minutes(1)))
struct SQLTests {
    @Test
    func `a value becomes a bind and never text`() {
        let name = "'; DROP TABLE submissions; --"
        let sql: SQL = "SELECT * FROM people WHERE name = \(name) AND age > \(18)"
        #expect(sql.text == "SELECT * FROM people WHERE name = $1 AND age > $2")
        #expect(sql.binds.oids == [SQLType.text.oid, SQLType.int8.oid])
        #expect(sql.binds.bytes.starts(with: Array(name.utf8)))
    }

    @Test
    func `an optional is bound as its value or as NULL of its type`() {
        let nothing: Int32? = nil
        let something: Int32? = 7
        let sql: SQL = "VALUES (\(nothing), \(something), \(nil as [String]?))"
        #expect(sql.binds.slots.map(\.length) == [-1, 4, -1])
        #expect(sql.binds.oids == [SQLType.int4.oid, SQLType.int4.oid, SQLType.text.arrayOID])
    }

    @Test
    func `an empty value is not NULL`() {
        let sql: SQL = "VALUES (\(""), \([UInt8]()))"
        #expect(sql.binds.slots.map(\.length) == [0, 0])
    }

    @Test
    func `the same statement has the same text whatever the values`() {
        func statement(_ number: Int) -> SQL { "SELECT \(number)" }
        #expect(statement(1).text == statement(2).text)
        #expect(statement(1) != statement(2))
    }

    @Test
    func `trusted text and identifiers go into the text`() {
        let sql: SQL = "SELECT \(unescaped: "count(*)") FROM \(identifier: #"we"ird"#) WHERE a = \(1)"
        #expect(sql.text == #"SELECT count(*) FROM "we""ird" WHERE a = $1"#)
        #expect(SQL.quoted(identifier: "a\0b") == #""ab""#)
    }

    @Test
    func `nothing printed about a statement has its values`() {
        let sql: SQL = "SELECT \("secret-value")"
        var dumped = ""
        dump(sql, to: &dumped)
        for text in ["\(sql)", String(reflecting: sql), dumped] { #expect(!text.contains("secret-value")) }
    }

    @Test
    func `too many values are a fault and not a crash`() {
        var binds = SQLBinds()
        for number in 0..<65_536 { binds.append(number) }
        #expect(binds.fault != nil)
    }
}
