import Database

/// Something that is broken on purpose, what has to be said of it, and how it is mended.
///
/// In `damage` and `repair`, `{id}` stands for the victim; what is taken away is kept in a table beside.
struct Breakage: Sendable {
    let what: String
    let victim: SQL
    let damage: String
    let repair: String
    let equation: String
    /// How the audit is asked; each must name it.
    var arguments = [["--exact"]]

    static let all = [
        Breakage(
            what: "a lost application at verification",
            victim: "SELECT id::text FROM verification.submissions ORDER BY id LIMIT 1",
            damage: take("verification.submissions", "id = '{id}'"), repair: give("verification.submissions"),
            equation: "accepted = in transit + seen"),
        Breakage(
            what: "a lost open application at verification",
            victim: "SELECT id::text FROM verification.submissions ORDER BY id LIMIT 1",
            damage: """
                \(take("verification.submissions", "id = '{id}'")); \
                UPDATE verification.counters SET total = total - 1, ids = ids # \(low) WHERE name = 'closed' \
                AND (region, shard) = (SELECT region, min(shard) FROM verification.counters WHERE name = 'closed' \
                GROUP BY region LIMIT 1)
                """,
            repair: """
                \(give("verification.submissions")); \
                UPDATE verification.counters SET total = total + 1, ids = ids # \(low) WHERE name = 'closed' \
                AND (region, shard) = (SELECT region, min(shard) FROM verification.counters WHERE name = 'closed' \
                GROUP BY region LIMIT 1)
                """,
            equation: "seen = open + closed", arguments: [[], ["--exact"]]),
        Breakage(
            what: "a deleted record",
            victim: "SELECT submission_id::text FROM archiving.records ORDER BY chain_index DESC LIMIT 1",
            damage: take("archiving.records", "submission_id = '{id}'"), repair: give("archiving.records"),
            equation: "one record for each archived submission"),
        Breakage(
            what: "a broken chain",
            victim: "SELECT record_id::text FROM archiving.records ORDER BY chain_index OFFSET 2 LIMIT 1",
            damage: "UPDATE archiving.records SET permit_number = permit_number || 'x' WHERE record_id = '{id}'",
            repair: "UPDATE archiving.records SET permit_number = rtrim(permit_number, 'x') WHERE record_id = '{id}'",
            equation: "every archive chain verifies"),
        Breakage(
            what: "a notice that stands twice",
            victim: "SELECT submission_id::text FROM notification.notices ORDER BY notice_id LIMIT 1",
            damage: """
                ALTER TABLE notification.notices DROP CONSTRAINT notices_recipient; \
                CREATE TEMP TABLE double AS SELECT * FROM notification.notices WHERE submission_id = '{id}' LIMIT 1; \
                UPDATE double SET notice_id = gen_random_uuid(); INSERT INTO notification.notices SELECT * FROM double
                """,
            repair: """
                DELETE FROM notification.notices WHERE notice_id = (SELECT notice_id FROM double); DROP TABLE double; \
                ALTER TABLE notification.notices ADD CONSTRAINT notices_recipient \
                UNIQUE NULLS NOT DISTINCT (region, event_id, recipient_hash, channel)
                """,
            equation: "one notice for each event, recipient and channel"),
        Breakage(
            what: "an event that was lost from the outbox",
            victim: """
                SELECT submission_id::text FROM intake.events WHERE type = 'submission.received.v1' \
                ORDER BY recorded_at LIMIT 1
                """,
            damage: """
                \(take("notification.inbox", "message_id IN (SELECT message_id::text FROM intake.events "
                    + "WHERE submission_id = '{id}' AND type = 'submission.received.v1')")); \
                UPDATE notification.counters SET total = total - 1, ids = ids # \(low) \
                WHERE name IN ('notification.events.received', 'notification.events.done') AND (region, name, shard) IN \
                (SELECT region, name, min(shard) FROM notification.counters GROUP BY region, name)
                """,
            repair: """
                \(give("notification.inbox")); \
                UPDATE notification.counters SET total = total + 1, ids = ids # \(low) \
                WHERE name IN ('notification.events.received', 'notification.events.done') AND (region, name, shard) IN \
                (SELECT region, name, min(shard) FROM notification.counters GROUP BY region, name)
                """,
            equation: "said = heard + in the outbox + on the way", arguments: [["--exact", "--settle", "0"]]),
        Breakage(
            what: "a message that was received and is nowhere",
            victim: "SELECT submission_id::text FROM verification.events ORDER BY recorded_at LIMIT 1",
            damage: """
                INSERT INTO verification.counters AS c (region, name, shard, total, ids) SELECT region, \
                'verification.results.received', 0, 1, \(low) FROM verification.submissions LIMIT 1 \
                ON CONFLICT (region, name, shard) DO UPDATE SET total = c.total + 1, ids = c.ids # excluded.ids
                """,
            repair: """
                UPDATE verification.counters SET total = total - 1, ids = ids # \(low) \
                WHERE name = 'verification.results.received' AND shard = 0
                """,
            equation: "received = done + deferred + parked", arguments: [[], ["--exact"]]),
        Breakage(
            what: "a permit number that was left out",
            victim: "SELECT unit || ' ' || year FROM verification.number_registers LIMIT 1",
            damage: take("verification.numbers", "sequence = 2"), repair: give("verification.numbers"),
            equation: "permit numbers distinct and without gaps"),
        Breakage(
            what: "an application that was closed twice",
            victim: """
                SELECT submission_id::text FROM verification.events WHERE type = 'submission.closed.v1' \
                ORDER BY recorded_at LIMIT 1
                """,
            damage: """
                CREATE TEMP TABLE again AS SELECT * FROM verification.events WHERE submission_id = '{id}' \
                AND type = 'submission.closed.v1'; \
                UPDATE again SET message_id = gen_random_uuid(), sequence = sequence + 1; \
                INSERT INTO verification.events SELECT * FROM again
                """,
            repair:
                "DELETE FROM verification.events WHERE message_id = (SELECT message_id FROM again); DROP TABLE again",
            equation: "closed exactly once"),
        Breakage(
            what: "an open application without a next mover",
            victim: "SELECT id::text FROM verification.submissions ORDER BY id LIMIT 1",
            damage: """
                CREATE TEMP TABLE before AS SELECT * FROM verification.submissions WHERE id = '{id}'; \
                UPDATE verification.submissions SET state = 'in-verification', closed_at = NULL WHERE id = '{id}'
                """,
            repair: """
                UPDATE verification.submissions s SET state = b.state, closed_at = b.closed_at FROM before b \
                WHERE s.id = b.id; DROP TABLE before
                """,
            equation: "each open submission has one next mover", arguments: [[], ["--exact"]]),
    ]

    /// The low half of the victim's id, as the counters add it up.
    private static let low = "('x' || encode(substring(uuid_send('{id}'::uuid) FROM 9), 'hex'))::bit(64)::bigint"

    private static func take(_ table: String, _ which: String) -> String {
        """
        CREATE TEMP TABLE taken AS SELECT * FROM \(table) WHERE \(which); \
        DELETE FROM \(table) WHERE \(which)
        """
    }

    private static func give(_ table: String) -> String {
        "INSERT INTO \(table) SELECT * FROM taken; DROP TABLE taken"
    }
}
