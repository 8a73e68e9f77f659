import Contracts
import Foundation

/// A number of submissions with the xor of the low halves of their ids, which names the one that two tallies differ by.
struct Tally: Equatable, Sendable {
    var total: Int64 = 0
    var ids: Int64 = 0

    static func + (left: Tally, right: Tally) -> Tally {
        Tally(total: left.total + right.total, ids: left.ids ^ right.ids)
    }

    static func - (left: Tally, right: Tally) -> Tally {
        Tally(total: left.total - right.total, ids: left.ids ^ right.ids)
    }

    /// The end of the id of the one submission that is missing or too many; nil when it is not one.
    var singleID: Int64? { abs(total) == 1 ? ids : nil }

    /// The low half of an id in SQL, as the counters add it up.
    static func lowBits(_ column: String) -> String {
        "('x' || encode(substring(uuid_send(\(column)) FROM 9), 'hex'))::bit(64)::bigint"
    }

    /// How many submissions a column names, and the xor of their low halves, in SQL.
    static func columns(_ column: String) -> String {
        "count(*), coalesce(bit_xor(\(lowBits(column))), 0)"
    }

    /// What is known of an id of which only the low half is.
    static func partialID(_ low: Int64) -> String {
        let hex = String(UInt64(bitPattern: low), radix: 16)
        let padded = String(repeating: "0", count: 16 - hex.count) + hex
        return "????????-????-????-\(padded.prefix(4))-\(padded.dropFirst(4))"
    }
}
