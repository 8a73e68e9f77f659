import Database
import Foundation

/// A deferred message that is due.
struct DueMessage: RowDecodable {
    let key: String
    let submission: UUID?

    init(row: inout Row) throws(DatabaseError) {
        key = try row.next()
        submission = try row.next()
    }
}

/// A deferred message as its row keeps it.
struct DeferredRow: RowDecodable {
    let exchange: String
    let routingKey: String
    let properties: [UInt8]
    let body: [UInt8]
    let reason: BatchPlan.DeferralReason?
    /// Whether an earlier message of the submission has to be settled first.
    let isHeld: Bool

    init(row: inout Row) throws(DatabaseError) {
        exchange = try row.next()
        routingKey = try row.next()
        properties = try row.next()
        body = try row.next()
        reason = BatchPlan.DeferralReason(rawValue: try row.next())
        isHeld = try row.next()
    }
}
