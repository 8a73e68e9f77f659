package import Database

/// What an operator decides about parked messages.
///
/// Both decisions only move the row to where the owning service finds it at once; the effect, or the lack of one, is the
/// service's work, in its order among the messages of the submission.
package enum ParkedMessages {
    /// Gives parked messages another try; the count of tries starts anew.
    ///
    /// A message parked without its body, such as an agency's dead letter, stays: there is nothing to replay.
    ///
    /// - Parameters:
    ///   - messageIDs: which; nil for all.
    ///   - consumer: whose; nil for all of the service.
    ///   - runner: the service's schema.
    /// - Returns: how many were moved.
    /// - Throws: what the database says.
    /// - Idempotency: a second call finds nothing to move.
    @discardableResult
    package static func replay(
        _ messageIDs: [String]?, of consumer: String? = nil, on runner: some SQLRunner
    ) async throws(DatabaseError) -> Int {
        try await move(messageIDs, of: consumer, as: .replayed, on: runner)
    }

    /// Gives parked messages up: what queues behind them goes on, and a repeat of them changes nothing.
    ///
    /// - Parameters:
    ///   - messageIDs: which.
    ///   - consumer: whose; nil for all of the service.
    ///   - runner: the service's schema.
    /// - Returns: how many were given up.
    /// - Throws: what the database says.
    /// - Idempotency: a second call finds nothing to give up.
    @discardableResult
    package static func discard(
        _ messageIDs: [String], of consumer: String? = nil, on runner: some SQLRunner
    ) async throws(DatabaseError) -> Int {
        let bare = try await runner.execute(
            """
            DELETE FROM parked WHERE body IS NULL AND message_id = ANY(\(messageIDs)) \
            AND (\(consumer) IS NULL OR consumer = \(consumer))
            """)
        return try await bare + move(messageIDs, of: consumer, as: .discarded, on: runner)
    }

    private static func move(
        _ messageIDs: [String]?, of consumer: String?, as reason: BatchPlan.DeferralReason, on runner: some SQLRunner
    ) async throws(DatabaseError) -> Int {
        try await runner.execute(
            """
            WITH gone AS (DELETE FROM parked WHERE body IS NOT NULL \
            AND (\(messageIDs) IS NULL OR message_id = ANY(\(messageIDs))) \
            AND (\(consumer) IS NULL OR consumer = \(consumer)) RETURNING *) \
            INSERT INTO deferred (consumer, message_id, region, submission_id, arrival, reason, due_at, exchange, \
            routing_key, properties, body, replays) \
            SELECT consumer, message_id, region, submission_id, arrival, \(reason.rawValue), now(), exchange, \
            routing_key, properties, body, replays + 1 FROM gone \
            ON CONFLICT (consumer, message_id) DO UPDATE SET reason = excluded.reason, due_at = excluded.due_at
            """)
    }
}
