import Testing

@testable import Database

/// Encodes a value and reads it back as a column of the type it was encoded as.
func roundTrip<T: SQLValue>(_ value: T) throws -> T {
    try T.decode(SQLCell(oid: T.sqlOID, bytes: encoded(value)))
}

/// The binary form of a value.
func encoded<T: SQLValue>(_ value: T) -> [UInt8] {
    var writer = SQLWriter()
    value.encode(into: &writer)
    return writer.bytes
}

/// Expects that every value comes back as it went.
func expectRoundTrips<T: SQLValue & Equatable>(
    _ values: [T], sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for value in values {
        #expect(try roundTrip(value) == value, sourceLocation: sourceLocation)
    }
}
