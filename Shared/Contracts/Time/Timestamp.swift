import Foundation

/// An instant, to the microsecond as PostgreSQL keeps it.
///
/// - Shape: RFC 3339 in UTC with `Z` and up to six digits of fraction in JSON: `2026-03-17T04:30:00.25Z`.
/// - Units: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64

    /// The first instant that can be written, 0001-01-01T00:00:00Z.
    public static let earliest = Timestamp(unchecked: -62_135_596_800_000_000)
    /// The last instant that can be written, 9999-12-31T23:59:59.999999Z.
    public static let latest = Timestamp(unchecked: 253_402_300_799_999_999)

    private init(unchecked microseconds: Int64) { self.microseconds = microseconds }

    /// An instant; out of the years 1 to 9999 the nearest that can be written.
    public init(microseconds: Int64) {
        self.microseconds = min(
            max(microseconds, Timestamp.earliest.microseconds), Timestamp.latest.microseconds)
    }

    /// The system's time.
    public static func now() -> Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }

    /// The instant a number of seconds later, or earlier when negative.
    public func adding(seconds: Int64) -> Timestamp {
        let (delta, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, further) = microseconds.addingReportingOverflow(delta)
        if overflow || further { return seconds > 0 ? .latest : .earliest }
        return Timestamp(microseconds: sum)
    }

    /// The time between two instants, negative when the other one is earlier.
    public func duration(to other: Timestamp) -> Duration {
        .microseconds(other.microseconds - microseconds)
    }

    /// Whole seconds since 1970, rounded down.
    public var secondsSince1970: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The text form.
    public var description: String { rfc3339 }

    /// Reads RFC 3339.
    public init(from decoder: any Decoder) throws {
        self = try decoder.checked { (text) throws(ContractViolation) in
            guard let time = Timestamp(rfc3339: text) else {
                throw ContractViolation(code: "time", message: "must be an RFC 3339 time such as 2026-03-17T04:30:00Z")
            }
            return time
        }
    }

    /// Writes RFC 3339 in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}
