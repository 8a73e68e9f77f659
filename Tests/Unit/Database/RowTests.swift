import Testing

@testable import Database

@Suite("Rows", .timeLimit(.minutes(1)))
struct RowTests {
    struct Person: RowDecodable, Equatable {
        let name: String
        let age: Int?

        init(row: inout Row) throws(DatabaseError) {
            name = try row.next()
            age = try row.next()
        }
    }

    static let caller = Caller(fileID: "Module/File.swift", line: 7)

    static func answer(_ rows: [[[UInt8]?]], columns: [RowSet.Column]) -> Answer {
        var (cells, bytes): ([RowSet.Cell], [UInt8]) = ([], [])
        for cell in rows.flatMap(\.self) {
            cells.append(RowSet.Cell(start: bytes.count, length: cell?.count ?? -1))
            bytes += cell ?? []
        }
        return Answer(
            rows: RowSet(columns: columns, cells: cells, bytes: bytes, count: rows.count), affected: rows.count,
            tag: .other)
    }

    static let columns = [RowSet.Column(name: "name", oid: 25), RowSet.Column(name: "age", oid: 23)]

    @Test
    func `rows become plain values in the order of the columns`() throws {
        let answer = Self.answer(
            [[encoded("Siti"), encoded(Int32(31))], [encoded("Budi"), nil]], columns: Self.columns)
        let people = try answer.decode(Person.self, caller: Self.caller)
        #expect(people.map(\.name) == ["Siti", "Budi"])
        #expect(people.map(\.age) == [31, nil])
    }

    @Test
    func `a NULL where a value must be names the column and the caller`() throws {
        let answer = Self.answer([[nil, nil]], columns: Self.columns)
        let error = try #require(throws: DatabaseError.self) {
            try answer.decode(Person.self, caller: Self.caller)
        }
        #expect(error.code == .decoding)
        #expect(error.message == #"column 1 "name" is NULL"#)
        #expect(error.fileID == "Module/File.swift")
        #expect(error.line == 7)
    }

    @Test
    func `a wrong type names both types and no value`() throws {
        let columns = [RowSet.Column(name: "a", oid: 25), RowSet.Column(name: "b", oid: 25)]
        let answer = Self.answer([[encoded("x"), encoded("private")]], columns: columns)
        let error = try #require(throws: DatabaseError.self) {
            try answer.decode(Person.self, caller: Self.caller)
        }
        #expect(error.message == #"column 2 "b" is of type 25, read as int8"#)
        #expect(!error.description.contains("private"))
    }

    @Test
    func `columns too many and too few are noticed`() {
        let wide = Self.answer([[encoded("a"), nil, nil]], columns: Self.columns + [.init(name: "c", oid: 25)])
        let narrow = Self.answer([[encoded("a")]], columns: [Self.columns[0]])
        for answer in [wide, narrow] {
            let error = #expect(throws: DatabaseError.self) { try answer.decode(Person.self, caller: Self.caller) }
            #expect(error?.code == .decoding)
        }
    }

    @Test
    func `a scalar is nil without rows and for NULL`() throws {
        let column = [RowSet.Column(name: "n", oid: 20)]
        #expect(try Self.answer([], columns: column).scalar(Int.self, caller: Self.caller) == nil)
        #expect(try Self.answer([[nil]], columns: column).scalar(Int.self, caller: Self.caller) == nil)
        #expect(try Self.answer([[encoded(5)]], columns: column).scalar(Int.self, caller: Self.caller) == 5)
    }
}
