import Database

/// What is on its way in the suite at one moment.
struct Backlog: Sendable, Equatable {
    /// Applications that are accepted and not archived.
    var open = 0
    /// The age of the oldest of them.
    ///
    /// - Units: seconds.
    var oldest = 0.0
    /// Messages in outboxes.
    var outbox = 0
    /// The age of the oldest of them.
    ///
    /// - Units: seconds.
    var oldestMessage = 0.0
    /// Notices that are not settled.
    var notices = 0
    /// The age of the oldest of them.
    ///
    /// - Units: seconds.
    var oldestNotice = 0.0
    /// Events that intake still awaits the notice of, and closings of which verification awaits the record.
    var awaited = 0
    /// Messages that wait for their turn.
    var deferred = 0

    /// Whether nothing has been on its way for long.
    func isSteady(within seconds: Double) -> Bool {
        max(oldest, oldestMessage, oldestNotice) <= seconds
    }

    /// Whether nothing is on its way at all.
    var isEmpty: Bool { open == 0 && outbox == 0 && notices == 0 && awaited == 0 && deferred == 0 }

    /// Reads it, in one round trip.
    static func read(from runner: some SQLRunner) async throws -> Backlog {
        let rows = try await runner.query(
            """
            WITH o AS (SELECT recorded_at FROM intake.outbox UNION ALL SELECT recorded_at FROM verification.outbox \
            UNION ALL SELECT recorded_at FROM notification.outbox UNION ALL SELECT recorded_at FROM archiving.outbox) \
            SELECT (SELECT count(*) FROM intake.submissions WHERE archived_at IS NULL), \
            (SELECT coalesce(extract(epoch FROM now() - min(received_at)), 0)::float8 FROM intake.submissions \
            WHERE archived_at IS NULL), \
            (SELECT count(*) FROM o), (SELECT coalesce(extract(epoch FROM now() - min(recorded_at)), 0)::float8 FROM o), \
            (SELECT count(*) FROM notification.notices WHERE settled_at IS NULL), \
            (SELECT coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 FROM notification.notices \
            WHERE settled_at IS NULL), \
            (SELECT count(*) FROM intake.awaited_notices) \
            + (SELECT count(*) FROM verification.submissions WHERE archived_at IS NULL), \
            (SELECT count(*) FROM intake.deferred) + (SELECT count(*) FROM verification.deferred) \
            + (SELECT count(*) FROM notification.deferred) + (SELECT count(*) FROM archiving.deferred)
            """, as: BacklogRow.self)
        return rows.first?.backlog ?? Backlog()
    }
}

private struct BacklogRow: RowDecodable {
    let backlog: Backlog

    init(row: inout Row) throws(DatabaseError) {
        func count(_ number: Int64) -> Int { Int(number) }
        backlog = Backlog(
            open: count(try row.next()), oldest: try row.next(), outbox: count(try row.next()),
            oldestMessage: try row.next(), notices: count(try row.next()), oldestNotice: try row.next(),
            awaited: count(try row.next()), deferred: count(try row.next()))
    }
}
