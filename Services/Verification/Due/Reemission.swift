import Contracts
import Database
import Foundation

/// Puts journal rows into the outbox again, as a second attempt under the same id.
enum Reemission {
    /// Sends messages again.
    static func send(
        _ messages: [(region: RegionCode, submission: UUID, message: UUID)], in transaction: DatabaseTransaction
    ) {
        transaction.send(
            """
            INSERT INTO outbox (message_id, recorded_at, available_at, attempt) \
            SELECT e.message_id, e.recorded_at, now(), 2 FROM unnest(\(messages.map(\.region.digits)), \
            \(messages.map(\.submission)), \(messages.map(\.message))) AS m (region, submission_id, message_id) \
            JOIN events e ON e.region = m.region AND e.submission_id = m.submission_id AND e.message_id = m.message_id \
            ON CONFLICT (message_id) DO UPDATE SET attempt = greatest(outbox.attempt, 2), \
            available_at = least(outbox.available_at, excluded.available_at)
            """)
    }
}
