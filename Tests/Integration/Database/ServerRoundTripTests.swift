import Database
import FoundationEssentials
import TestSupport
import Testing

@Suite("Values through the server", .requireServer(.database), .timeLimit(.minutes(2)))
struct ServerRoundTripTests {
    static func expectRoundTrips<T: SQLValue & Equatable>(
        _ values: [T], through pool: DatabasePool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for value in values {
            let back = try await pool.scalar("SELECT \(value)", as: T.self)
            #expect(back == value, sourceLocation: sourceLocation)
        }
    }

    @Test
    func `every type comes back from the server as it went`() async throws {
        try await withTestSchema { database in
            let pool = database.pool
            try await Self.expectRoundTrips([true, false], through: pool)
            try await Self.expectRoundTrips([Int16.min, 0, .max], through: pool)
            try await Self.expectRoundTrips([Int32.min, 0, .max], through: pool)
            try await Self.expectRoundTrips([Int.min, 0, .max], through: pool)
            try await Self.expectRoundTrips([1.5, -.infinity], through: pool)
            try await Self.expectRoundTrips(["", "Kota Probolinggo – \u{1F3DB}"], through: pool)
            try await Self.expectRoundTrips([[], Array(0...255)] as [[UInt8]], through: pool)
            try await Self.expectRoundTrips([UUID()], through: pool)
            try await Self.expectRoundTrips([SQLDate(daysSince2000: -100_000), .infinity], through: pool)
            try await Self.expectRoundTrips(
                [SQLTimestamp(microsecondsSince1970: 1_773_705_600_123_456), .infinity, .negativeInfinity],
                through: pool)
            try await Self.expectRoundTrips([JSONText(#"{"a": [1, 2]}"#)], through: pool)
        }
    }

    @Test
    func `every array comes back from the server as it went`() async throws {
        try await withTestSchema { database in
            let pool = database.pool
            try await Self.expectRoundTrips([[], [true], [false, nil]] as [[Bool?]], through: pool)
            try await Self.expectRoundTrips([[], [1, nil]] as [[Int16?]], through: pool)
            try await Self.expectRoundTrips([[], [1, nil]] as [[Int32?]], through: pool)
            try await Self.expectRoundTrips([[], [1, nil]] as [[Int?]], through: pool)
            try await Self.expectRoundTrips([[], ["", "a,b", nil, #"{"NULL"}"#]] as [[String?]], through: pool)
            try await Self.expectRoundTrips([[], [[], [0], nil]] as [[[UInt8]?]], through: pool)
            try await Self.expectRoundTrips([[], [UUID(), nil]] as [[UUID?]], through: pool)
            try await Self.expectRoundTrips([[], [SQLTimestamp.infinity, nil]] as [[SQLTimestamp?]], through: pool)
            try await Self.expectRoundTrips([[], [SQLDate(daysSince2000: 1), nil]] as [[SQLDate?]], through: pool)
            try await Self.expectRoundTrips([[], [JSONText("[1]"), nil]] as [[JSONText?]], through: pool)
            try await Self.expectRoundTrips([(0..<5_000).map { $0 }], through: pool)
        }
    }

    @Test
    func `the server understands the values as meant`() async throws {
        try await withTestSchema { database in
            let pool = database.pool
            try await expectScalar(pool, "SELECT \(true)::text", "true")
            try await expectScalar(pool, "SELECT \([UInt8](arrayLiteral: 0xAB, 0))::text", #"\xab00"#)
            let uuid = UUID()
            try await expectScalar(pool, "SELECT \(uuid)::text", uuid.uuidString.lowercased())
            try await expectScalar(pool, "SELECT \(SQLDate(iso8601: "2026-03-17"))::text", "2026-03-17")
            let instant = SQLTimestamp(microsecondsSince1970: 1_773_705_600_000_001)
            try await expectScalar(pool, "SELECT \(instant)::text", "2026-03-17 00:00:00.000001+00")
            try await expectScalar(pool, "SELECT \(Date(timeIntervalSince1970: 0))::text", "1970-01-01 00:00:00+00")
            try await expectScalar(pool, "SELECT \(["a", nil, "b c"] as [String?])::text", #"{a,NULL,"b c"}"#)
            try await expectScalar(pool, #"SELECT \#(JSONText(#"{"k":"v"}"#)) ->> 'k'"#, "v")
            try await expectScalar(pool, "SELECT coalesce(\(nil as String?), 'nothing')", "nothing")
        }
    }

    @Test
    func `rows of a batch go in and come out by unnest`() async throws {
        struct Item: RowDecodable, Equatable {
            let id: UUID
            let note: String?
            let amount: Int

            init(row: inout Row) throws(DatabaseError) {
                id = try row.next()
                note = try row.next()
                amount = try row.next()
            }
        }
        try await withTestSchema { database in
            try await database.pool.execute("CREATE TABLE items (id uuid, note text, amount integer)")
            let ids = (0..<200).map { _ in UUID() }
            let notes: [String?] = (0..<200).map { $0.isMultiple(of: 3) ? nil : "note \($0)" }
            let amounts = (0..<200).map { Int32($0) }
            let inserted = try await database.pool.execute(
                "INSERT INTO items SELECT * FROM unnest(\(ids), \(notes), \(amounts))")
            #expect(inserted == 200)
            let items = try await database.pool.query(
                "SELECT id, note, amount FROM items WHERE id = ANY(\(ids)) ORDER BY amount", as: Item.self)
            #expect(items.map(\.id) == ids)
            #expect(items.map(\.note) == notes)
            #expect(items.map(\.amount) == Array(0..<200))
        }
    }
}
