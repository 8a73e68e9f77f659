package import FoundationEssentials

/// An instant as `timestamptz` keeps it: whole microseconds.
package struct SQLTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    ///
    /// - Units: microseconds; the smallest and greatest numbers stand for PostgreSQL's `-infinity` and `infinity`.
    package let microsecondsSince1970: Int64

    /// Names an instant.
    package init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// Later than every instant.
    package static let infinity = SQLTimestamp(microsecondsSince1970: .max)

    /// Earlier than every instant.
    package static let negativeInfinity = SQLTimestamp(microsecondsSince1970: .min)

    /// Orders by time.
    package static func < (left: SQLTimestamp, right: SQLTimestamp) -> Bool {
        left.microsecondsSince1970 < right.microsecondsSince1970
    }

    /// From 1970-01-01 to 2000-01-01, where PostgreSQL begins to count.
    static let epochMicroseconds: Int64 = 946_684_800_000_000
}

extension SQLTimestamp: SQLScalar {
    /// `timestamptz`.
    package static var sqlType: SQLType { .timestamptz }

    /// Writes microseconds since 2000-01-01 UTC; instants before PostgreSQL's first are written as `-infinity`.
    package func encode(into writer: inout SQLWriter) {
        guard self != .infinity else { return writer.write(Int64.max) }
        let (shifted, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epochMicroseconds)
        writer.write(overflow ? Int64.min : shifted)
    }

    /// Reads microseconds since 2000-01-01 UTC.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> SQLTimestamp {
        try cell.expect(.timestamptz)
        let value = try cell.integer(Int64.self)
        if value == .max { return .infinity }
        if value == .min { return .negativeInfinity }
        let (shifted, overflow) = value.addingReportingOverflow(epochMicroseconds)
        guard !overflow else { throw .range }
        return SQLTimestamp(microsecondsSince1970: shifted)
    }
}

extension Date: SQLScalar {
    /// `timestamptz`.
    package static var sqlType: SQLType { .timestamptz }

    /// Writes the nearest microsecond; dates beyond PostgreSQL's range become its infinities.
    package func encode(into writer: inout SQLWriter) {
        let microseconds = (timeIntervalSince1970 * 1_000_000).rounded()
        let timestamp: SQLTimestamp =
            Int64(exactly: microseconds).map { SQLTimestamp(microsecondsSince1970: $0) }
            ?? (microseconds < 0 ? .negativeInfinity : .infinity)
        timestamp.encode(into: &writer)
    }

    /// Reads an instant; PostgreSQL's infinities have no date.
    package static func decode(_ cell: SQLCell) throws(SQLFault) -> Date {
        let timestamp = try SQLTimestamp.decode(cell)
        guard timestamp != .infinity, timestamp != .negativeInfinity else { throw .range }
        return Date(timeIntervalSince1970: Double(timestamp.microsecondsSince1970) / 1_000_000)
    }
}
