import FoundationEssentials
import Testing

@testable import Database

@Suite("Binary encoding", .timeLimit(.minutes(1)))
struct BinaryEncodingTests {
    @Test
    func `every scalar comes back as it went, at its edges too`() throws {
        try expectRoundTrips([true, false])
        try expectRoundTrips([Int16.min, -1, 0, 1, .max])
        try expectRoundTrips([Int32.min, -1, 0, 1, .max])
        try expectRoundTrips([Int64.min, -1, 0, 1, .max])
        try expectRoundTrips([Int.min, -1, 0, 1, .max])
        try expectRoundTrips([0.0, -0.0, 1.5, .infinity, -.infinity, .leastNonzeroMagnitude])
        try expectRoundTrips(["", "a", "Jl. Soekarno–Hatta 5 \u{1F3DB}", String(repeating: "x", count: 100_000)])
        try expectRoundTrips([[], [0], Array(0...255)] as [[UInt8]])
        try expectRoundTrips([UUID(), UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))])
        try expectRoundTrips([JSONText("{}"), JSONText(#"{"nama":"Siti"}"#)])
        try expectRoundTrips([
            SQLTimestamp(microsecondsSince1970: 0), SQLTimestamp(microsecondsSince1970: 1_773_705_600_123_456),
            SQLTimestamp(microsecondsSince1970: -1), .infinity, .negativeInfinity,
        ])
        try expectRoundTrips([SQLDate(daysSince2000: 0), SQLDate(daysSince2000: -1), .infinity, .negativeInfinity])
    }

    @Test
    func `every array comes back as it went, empty and with NULLs`() throws {
        try expectRoundTrips([[], [true, false]])
        try expectRoundTrips([[], [Int16.min, .max]])
        try expectRoundTrips([[], [Int32.min, .max]])
        try expectRoundTrips([[], [Int64.min, .max]])
        try expectRoundTrips([[], [Int.min, .max]])
        try expectRoundTrips([[], ["", "a", "{\"}"]])
        try expectRoundTrips([[], [[], [1, 2], [0]]] as [[[UInt8]]])
        try expectRoundTrips([[], [UUID(), UUID()]])
        try expectRoundTrips([[], [JSONText("1"), JSONText("null")]])
        try expectRoundTrips([[], [SQLTimestamp.infinity, SQLTimestamp(microsecondsSince1970: 7)]])
        try expectRoundTrips([[], [SQLDate(daysSince2000: 9000)]])
        try expectRoundTrips([[], [nil], [1, nil, 3]] as [[Int?]])
        try expectRoundTrips([["a", nil, ""]] as [[String?]])
        try expectRoundTrips([[nil, [1], []]] as [[[UInt8]?]])
        try expectRoundTrips([[nil, UUID()]] as [[UUID?]])
        try expectRoundTrips([[nil, true]] as [[Bool?]])
        try expectRoundTrips([[nil, JSONText("[]")]] as [[JSONText?]])
    }

    @Test
    func `the bytes are those of the server's own format`() {
        #expect(encoded(Int32(258)) == [0, 0, 1, 2])
        #expect(encoded(true) == [1])
        #expect(encoded(JSONText("1")) == [1, UInt8(ascii: "1")])
        #expect(
            encoded(SQLTimestamp(microsecondsSince1970: SQLTimestamp.epochMicroseconds)) == [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(
            encoded([Int16(5), nil] as [Int16?]) == [
                0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 21, 0, 0, 0, 2, 0, 0, 0, 1,
                0, 0, 0, 2, 0, 5, 255, 255, 255, 255,
            ])
        #expect(encoded([Int16]()) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 21])
    }

    @Test
    func `dates are kept to the microsecond`() throws {
        let date = Date(timeIntervalSince1970: 1_773_705_600.123457)
        let back = try roundTrip(date)
        #expect(abs(back.timeIntervalSince(date)) < 0.000_001)
        #expect(encoded(Date.distantFuture).count == 8)
        #expect(throws: SQLFault.range) { try Date.decode(SQLCell(oid: 1184, bytes: encoded(SQLTimestamp.infinity))) }
    }

    @Test
    func `whole numbers are read into any width that holds them`() throws {
        #expect(try Int.decode(SQLCell(oid: 21, bytes: [255, 255])) == -1)
        #expect(try Int16.decode(SQLCell(oid: 20, bytes: encoded(Int64(7)))) == 7)
        #expect(throws: SQLFault.range) { try Int16.decode(SQLCell(oid: 23, bytes: encoded(Int32(40_000)))) }
        #expect(throws: SQLFault.type(expected: "int8", foundOID: 25)) {
            try Int.decode(SQLCell(oid: 25, bytes: [49]))
        }
    }

    @Test
    func `bytes that are no value of the type are refused, not trapped on`() {
        #expect(throws: SQLFault.malformed) { try Int32.decode(SQLCell(oid: 23, bytes: [1])) }
        #expect(throws: SQLFault.malformed) { try UUID.decode(SQLCell(oid: 2950, bytes: [1, 2, 3])) }
        #expect(throws: SQLFault.malformed) { try String.decode(SQLCell(oid: 25, bytes: [0xC3])) }
        #expect(throws: SQLFault.malformed) { try JSONText.decode(SQLCell(oid: 3802, bytes: [])) }
        #expect(throws: SQLFault.malformed) { try [Int16].decode(SQLCell(oid: 1005, bytes: [0, 0])) }
    }

    @Test
    func `a damaged array is refused wherever it is cut`() throws {
        let whole = encoded([Int32(1), 2, 3])
        for length in 0..<whole.count {
            #expect(throws: SQLFault.self) {
                try [Int32].decode(SQLCell(oid: 1007, bytes: Array(whole.prefix(length))))
            }
        }
        var huge = whole
        huge.replaceSubrange(12..<16, with: [0x7F, 0xFF, 0xFF, 0xFF])
        #expect(throws: SQLFault.malformed) { try [Int32].decode(SQLCell(oid: 1007, bytes: huge)) }
        var two = whole
        two[3] = 2
        #expect(throws: SQLFault.refused("an array of 2 dimensions")) {
            try [Int32].decode(SQLCell(oid: 1007, bytes: two))
        }
    }

    @Test
    func `a NULL element needs an optional to be read into`() {
        let bytes = encoded([1, nil] as [Int?])
        #expect(throws: SQLFault.null) { try [Int].decode(SQLCell(oid: 1016, bytes: bytes)) }
    }
}

@Suite("Wrapped values", .timeLimit(.minutes(1)))
struct WrapperTests {
    enum Colour: String, SQLWrapper {
        case red, green
        typealias SQLRepresentation = String
    }

    struct Distance: SQLWrapper, Equatable {
        let metres: Int32
        var sqlRepresentation: Int32 { metres }
        init(metres: Int32) { self.metres = metres }
        init(sqlRepresentation: Int32) throws(SQLFault) {
            guard sqlRepresentation >= 0 else { throw .refused("a negative distance") }
            metres = sqlRepresentation
        }
    }

    @Test
    func `a wrapper is stored as what it wraps, in arrays too`() throws {
        #expect(encoded(Colour.red) == Array("red".utf8))
        try expectRoundTrips([Colour.red, .green])
        try expectRoundTrips([[Distance(metres: 4)], []])
        #expect([Distance].sqlOID == SQLType.int4.arrayOID)
    }

    @Test
    func `a stored value the wrapper does not know is refused without being quoted`() {
        let fault = #expect(throws: SQLFault.self) {
            try Colour.decode(SQLCell(oid: 25, bytes: Array("secret".utf8)))
        }
        #expect(fault?.text.contains("secret") == false)
        #expect(throws: SQLFault.refused("a negative distance")) {
            try Distance.decode(SQLCell(oid: 23, bytes: encoded(Int32(-1))))
        }
    }
}
