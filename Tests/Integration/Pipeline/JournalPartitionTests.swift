import Contracts
import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import Pipeline

@Suite("The journal's partitions", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct JournalPartitionTests {
    /// Ages the journal: its partitions are those of long ago, as when nobody has run `mpp setup` for years.
    private func age(_ stage: Stage) async throws {
        try await stage.database.session { session in
            try await session.script(
                """
                DO $$ DECLARE part text; BEGIN
                    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                        WHERE i.inhparent = 'events'::regclass AND c.relname <> 'events_rest' LOOP
                        EXECUTE format('DROP TABLE %I', part);
                    END LOOP;
                END $$;
                """)
        }
    }

    private func rows(_ table: String, _ stage: Stage) async throws -> Int64? {
        try await stage.database.scalar("SELECT count(*) FROM ONLY \(identifier: table)", as: Int64.self)
    }

    private func watch(_ stage: Stage) -> JournalWatch {
        JournalWatch(pool: stage.database, logger: .silent)
    }

    @Test func `set-up makes partitions for two years, and the watch is content`() async throws {
        try await withStage { stage in
            let finding = try #require(try await watch(stage).look())
            #expect(finding.monthsAhead == 24)
            #expect(!finding.hasRest)
            #expect(!finding.isWarning)
        }
    }

    @Test func `without partitions saying something still works, is told, and set-up moves it where it belongs`()
        async throws
    {
        try await withStage { stage in
            try await age(stage)
            let engine = stage.engine()
            let statements = (0..<5).map { _ in
                Stage.statement(about: .make(), in: stage.region, to: stage.exchange)
            }
            try await engine.perform { unit in for statement in statements { unit.say(statement) } }
            // One of a month that is long past.
            try await stage.database.execute(
                """
                WITH moved AS (DELETE FROM events WHERE message_id = (SELECT message_id FROM events LIMIT 1) RETURNING *) \
                INSERT INTO events SELECT recorded_at - interval '70 days', message_id, region, submission_id, sequence, \
                type, source, exchange, routing_key, occurred_at, causation, traceparent, tracestate, body FROM moved
                """)
            #expect(try await rows("events_rest", stage) == 5)
            let finding = try #require(try await watch(stage).look())
            #expect(finding.monthsAhead == 0)
            #expect(finding.hasRest)
            #expect(finding.isWarning)

            try await stage.database.execute("SELECT ensure_event_partitions(24)")
            #expect(try await rows("events_rest", stage) == 0)
            #expect(try await stage.count("events") == 5)
            let later = try #require(try await watch(stage).look())
            #expect(later.monthsAhead == 24)
            #expect(!later.isWarning)
            // A second run has nothing to do.
            try await stage.database.execute("SELECT ensure_event_partitions(24)")

            // What was moved is still taken to the broker: the outbox names it by time and id.
            try await stage.database.execute(
                """
                UPDATE outbox o SET recorded_at = e.recorded_at, available_at = now() FROM events e \
                WHERE e.message_id = o.message_id
                """)
            let replica = Replica(stage)
            try await stage.said.contain(statements.map(\.envelope.id.value))
            await replica.stop()
            await engine.pool.close()
        }
    }

    @Test func `the watch counts only months without a gap, under the service's own role`() async throws {
        try await withStage { stage in
            let name = try #require(
                try await stage.database.scalar(
                    """
                    SELECT 'events_' || to_char(date_trunc('month', now() AT TIME ZONE 'UTC') + interval '2 months', \
                    'YYYY_MM')
                    """, as: String.self))
            try await stage.database.session { try await $0.script("DROP TABLE \(name)") }
            let engine = stage.engine()
            let finding = try #require(try await JournalWatch(pool: engine.pool, logger: .silent).look())
            #expect(finding.monthsAhead == 1)
            #expect(finding.isWarning)
            await engine.pool.close()
        }
    }
}
