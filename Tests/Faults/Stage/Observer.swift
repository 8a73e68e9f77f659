import Database
import TestSupport

/// The matrix's own eyes in the suite's database: what the services' tables say only for a moment.
enum Observer {
    /// Puts triggers on the tables in question.
    static func install(in database: SuiteDatabase) async throws {
        try await database.pool.session { session in
            try await session.script(
                """
                CREATE SCHEMA observer;
                -- An application or a check that was nudged.
                CREATE TABLE observer.nudges (at timestamptz NOT NULL DEFAULT clock_timestamp(), place text NOT NULL);
                -- An outbox row that the sweeper took up, or that the broker did not take.
                CREATE TABLE observer.sweeps (at timestamptz NOT NULL DEFAULT clock_timestamp(), place text NOT NULL);
                GRANT USAGE ON SCHEMA observer TO PUBLIC;
                GRANT INSERT ON ALL TABLES IN SCHEMA observer TO PUBLIC;
                CREATE FUNCTION observer.note_nudge() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO observer.nudges (place) VALUES (TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME);
                    RETURN NEW;
                END $$;
                CREATE FUNCTION observer.note_sweep() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO observer.sweeps (place) VALUES (TG_TABLE_SCHEMA);
                    RETURN NEW;
                END $$;
                """)
            for table in ["intake.submissions", "verification.submissions", "verification.checks"] {
                try await session.script(
                    """
                    CREATE TRIGGER observer_nudges AFTER UPDATE ON \(table) FOR EACH ROW
                    WHEN (NEW.nudges > OLD.nudges) EXECUTE FUNCTION observer.note_nudge()
                    """)
            }
            for service in LocalSuite.services {
                try await session.script(
                    """
                    CREATE TRIGGER observer_sweeps AFTER UPDATE ON \(service).outbox FOR EACH ROW
                    EXECUTE FUNCTION observer.note_sweep()
                    """)
            }
        }
    }
}
