import Database
import Foundation

/// An event that one of its readers has not heard yet.
struct JourneyMessage: RowDecodable, Hashable, Sendable {
    let region: String
    let submission: String
    let message: UUID
    let consumer: String
    let isInOutbox: Bool

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        submission = try row.next()
        message = try row.next()
        consumer = try row.next()
        isInOutbox = try row.next()
    }

    /// Which message to whom.
    var key: Key { Key(message: message, consumer: consumer) }

    /// Names a message and its reader.
    struct Key: Hashable, Sendable {
        let message: UUID
        let consumer: String
    }
}
