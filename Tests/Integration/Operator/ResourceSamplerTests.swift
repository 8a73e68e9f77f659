import Broker
import Database
import Foundation
import Logging
import TestSupport
import Testing

@testable import OperatorCommands

@Suite("Resource sampler", .requireServer(.database, .broker), .timeLimit(.minutes(2)))
struct ResourceSamplerTests {
    /// Where RabbitMQ's management API listens, with the administrator's user and password in it.
    private static let management = "MPP_TEST_BROKER_MANAGEMENT_URL"

    /// This process, as the one to watch.
    private static let own = WatchedProcess(name: "test", id: ProcessInfo.processInfo.processIdentifier)

    /// Runs the body with a database in which all services are set up.
    private static func withSuite(_ body: (TestDatabase) async throws -> Void) async throws {
        try await withTestDatabase { database in
            try await database.pool.session { session in
                let roles = DatabaseSetup.sets.flatMap { [$0.set.schema, "\($0.set.schema)_owner"] }
                for role in roles + ["auditor", "archiving_disposal"] {
                    // Roles belong to the whole server; another suite may make the same one at this moment.
                    try await session.script(
                        """
                        DO $$ BEGIN CREATE ROLE \(role); \
                        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
                        """)
                }
                for (_, set) in DatabaseSetup.sets {
                    _ = try await Migrator().apply(set, ownerRole: "\(set.schema)_owner", on: session)
                }
            }
            try await body(database)
        }
    }

    @Test func `a sample holds processes, queues and the database's figures`() async throws {
        let url = try #require(TestEnvironment.value(Self.management), "\(Self.management) is not set")
        let brokerURL = try TestEnvironment.url(of: .broker)
        let queue = TestNames.unique("sampled.")
        let settings = try BrokerSettings(url: brokerURL, connectionName: "test")
        try await TopologyClient.declare(Topology(queues: [.init(name: queue)]), settings: settings)
        do {
            try await Self.withSuite { database in
                let sampler = ResourceSampler(
                    processes: { [Self.own] },
                    management: try ManagementClient(url: url, administrator: brokerURL),
                    virtualHost: settings.virtualHost, database: database.pool)
                let first = await sampler.sample()
                #expect(first["cpu.test"] == nil)
                #expect(try #require(first["rss.test"]) > 1_000_000)
                #expect(first["pg.commits"] == nil)
                #expect(first["queue.oldestSeconds"] == 0)
                var all: [String: Double] = [:]
                try await eventually("every source has answered") {
                    all.merge(await sampler.sample()) { $1 }
                    return all["queue.\(queue).ready"] == 0 && all["pg.commits"] != nil
                }
                for key in ["cpu.test", "queue.\(queue).unacked", "rabbitmq.memory", "pg.walBytes", "pg.deadTuples"] {
                    #expect(try #require(all[key], "\(key)") >= 0)
                }
                try await Self.seeOldest(sampler, database)
            }
        } catch {
            // The failure tells more than a queue left behind.
            try? await TopologyClient.delete(queues: [queue], settings: settings)
            throw error
        }
        try await TopologyClient.delete(queues: [queue], settings: settings)
    }

    /// A row that has waited in an outbox is the oldest work.
    private static func seeOldest(_ sampler: ResourceSampler, _ database: TestDatabase) async throws {
        try await database.pool.execute(
            """
            INSERT INTO archiving.outbox (message_id, recorded_at, available_at) \
            VALUES (gen_random_uuid(), now() - interval '70 seconds', now())
            """)
        let values = await sampler.sample()
        #expect((70..<90).contains(try #require(values["oldest.outbox.archiving"])))
        #expect(values["oldest.outbox.intake"] == 0)
        #expect(values["queue.oldestSeconds"] == values["oldest.outbox.archiving"])
    }

    @Test func `sources that do not answer have no values and hold nothing up`() async throws {
        // Port 9 (discard) has no listener on a test machine.
        var settings = try TestEnvironment.databaseSettings()
        settings.hosts = [.init(name: "127.0.0.1", port: 9)]
        let pool = DatabasePool(settings: settings, logger: .silent)
        let sampler = ResourceSampler(
            processes: { [Self.own, WatchedProcess(name: "gone", id: .max)] },
            management: try ManagementClient(
                url: "http://127.0.0.1:9", administrator: "amqp://guest:guest@127.0.0.1:9/%2f"), virtualHost: "/",
            database: pool)
        let start = ContinuousClock.now
        let values = await sampler.sample()
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(Array(values.keys) == ["rss.test"])
        await pool.close()
    }
}
