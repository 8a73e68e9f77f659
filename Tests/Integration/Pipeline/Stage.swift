import Broker
import Contracts
import Database
import Foundation
import Logging
import Pipeline
import Synchronization
import TestSupport

/// A service's surroundings: a schema with the engine's tables and a small one of the test's, the service's own role, a
/// queue it reads, and an exchange and queue for what it says.
struct Stage: Sendable {
    /// The schema, the role and the start of every name.
    let name: String
    /// A pool of the administrator's over the schema.
    let database: DatabasePool
    /// Where the engine writes, as the service's role.
    let settings: DatabaseSettings
    /// Where the broker is.
    let broker: BrokerSettings
    /// What the test itself publishes with.
    let publisher: BrokerPublisher
    /// What the service has said.
    let said: Sayings
    /// The region of all messages.
    let region: RegionCode
    /// All replicas that were started.
    let replicas = Replicas()

    /// The queue the service reads; also the consumer's name.
    var queue: String { name + ".in" }
    /// The queue that collects what the service says.
    var output: String { name + ".out" }
    /// The exchange the service speaks to.
    var exchange: String { name + ".said" }

    /// The binding by which what is said arrives.
    var binding: Topology.Binding {
        Topology.Binding(source: exchange, destination: output, routingKey: "said")
    }

    /// The key of the lock that holds up every commit with an effect while the test has it.
    var commitLock: Int64 { Int64(name.utf8.reduce(5381) { ($0 &* 33 &+ UInt64($1)) & 0xFFFF_FFFF }) }

    /// Bodies in tables: bound to their place, and not in clear.
    static let protection = BodyProtection(
        protect: { body, context in Array(context.utf8) + [0] + body.reversed() },
        open: { protected, context in
            let prefix = Array(context.utf8) + [0]
            guard protected.starts(with: prefix) else { throw Misplaced() }
            return protected.dropFirst(prefix.count).reversed()
        })

    /// A body that was opened in another place than it was made for.
    struct Misplaced: Error {}
}

/// Runs the body with a stage of its own, which is taken down afterwards.
///
/// - Throws: what the body throws.
func withStage(_ body: @escaping @Sendable (Stage) async throws -> Void) async throws {
    try await StageSlots.shared.taking { try await raiseStage(body) }
}

private func raiseStage(_ body: @escaping @Sendable (Stage) async throws -> Void) async throws {
    try await withTestSchema { schema in
        var settings = schema.settings
        settings.user = schema.name
        settings.password = schema.name
        settings.poolSize = 4
        let broker = try BrokerSettings(url: TestEnvironment.url(of: .broker), connectionName: schema.name)
        let publisher = BrokerPublisher(settings: broker, logger: .silent)
        let stage = Stage(
            name: schema.name, database: schema.pool, settings: settings, broker: broker, publisher: publisher,
            said: Sayings(settings: broker, queue: schema.name + ".out"), region: try RegionCode("3574"))
        try await stage.raise(schema.settings.user)
        // The group outlives the body's failure, so that everything is taken down in order.
        let result = await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await publisher.run() }
            tasks.addTask { await stage.said.run() }
            let result: Result<Void, any Error>
            do {
                try await within(.seconds(150), "the end of the test") { try await body(stage) }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            await stage.replicas.killAll()
            tasks.cancelAll()
            return result
        }
        try await stage.strike()
        try result.get()
    }
}

extension Stage {
    /// Makes role, tables, queues and bindings.
    fileprivate func raise(_ owner: String) async throws {
        try await database.session { session in
            try await session.script(
                """
                DO $$ BEGIN CREATE ROLE auditor NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
                CREATE ROLE \(name) LOGIN PASSWORD '\(name)';
                """)
            let own = Migration(number: 2, name: "effects", sql: Self.tables(commitLock))
            _ = try await Migrator().apply(
                MigrationSet(
                    schema: name, migrations: [PipelineMigrations.engine, own, PipelineMigrations.journal],
                    version: 3, oldestCompatible: 3),
                ownerRole: owner, on: session)
        }
        try await TopologyClient.declare(
            Topology(
                exchanges: [Topology.Exchange(name: exchange, kind: .direct)],
                queues: [Topology.Queue(name: queue), Topology.Queue(name: output)], bindings: [binding]),
            settings: broker)
    }

    /// Takes away what does not go with the schema.
    fileprivate func strike() async throws {
        try await TopologyClient.delete(queues: [queue, output], settings: broker)
        try await TopologyClient.delete(exchanges: [exchange], settings: broker)
        try await database.session { session in
            try await session.script("DROP OWNED BY \(name); DROP ROLE \(name)")
        }
    }

    /// The test's own tables.
    ///
    /// `effects` is without a key over the message on purpose: a double effect stands in it twice.
    private static func tables(_ commitLock: Int64) -> String {
        """
        CREATE TABLE submissions (id uuid PRIMARY KEY, said bigint NOT NULL DEFAULT 0);
        CREATE TABLE effects (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            submission_id uuid NOT NULL,
            message_id text NOT NULL,
            amount integer NOT NULL CONSTRAINT effects_amount CHECK (amount < 1000),
            replica text NOT NULL
        );
        CREATE TABLE repeats (message_id text NOT NULL, attempt integer NOT NULL);
        CREATE TABLE fired (region text NOT NULL, kind text NOT NULL, key text NOT NULL);
        CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock_shared(\(commitLock));
            IF NEW.amount = 666 THEN
                RAISE EXCEPTION 'refused at the commit' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER effects_at_commit AFTER INSERT ON effects DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION at_commit();
        DO $$ BEGIN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE ON submissions, effects, repeats, fired TO %I', current_schema());
        END $$;
        """
    }
}
