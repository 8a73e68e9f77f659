import Database
import TestSupport
import Testing

@Suite("Lost connections", .requireServer(.database), .timeLimit(.minutes(2)))
struct ConnectionLossTests {
    @Test
    func `a statement on its way when its connection is lost says so, and the next one works`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                let task = Task { try await pool.execute("SELECT pg_sleep(600), 'lost'") }
                try await backends.waitUntilRunning("'lost'")
                let ended = try await backends.terminate()
                #expect(ended == 1)
                let error = await #expect(throws: DatabaseError.self) { try await task.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.disposition == .transient)
                #expect(error?.mayHaveTakenEffect == true)
                try await expectScalar(pool, "SELECT 1", 1)
                #expect(pool.statistics.opened == 2)
                #expect(pool.statistics.lost == 1)
            }
        }
    }

    @Test
    func `idle connections that were lost are replaced before anybody notices`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool {
                $0.poolSize = 3
            } _: { pool, backends in
                var lost = 0
                for round in 0..<5 {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for _ in 0..<20 { group.addTask { try await pool.execute("SELECT 1 FROM pg_sleep(0.001)") } }
                        try await group.waitForAll()
                    }
                    let ended = try await backends.terminate()
                    #expect(ended > 0)
                    lost += ended
                    try await eventually("round \(round): the loss is noticed") { pool.statistics.lost == lost }
                }
                try await expectScalar(pool, "SELECT 1", 1)
            }
        }
    }

    @Test
    func `statements that wait move to another connection, those on their way are told`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                let held = Gate()
                let holder = Task {
                    try await pool.transaction { transaction in
                        try await transaction.execute("SELECT 1")
                        held.open()
                        try await transaction.execute("SELECT pg_sleep(600), 'holder'")
                    }
                }
                try await held.pass()
                try await backends.waitUntilRunning("'holder'")
                let waiting = (0..<10).map { number in
                    Task { try await pool.scalar("SELECT \(number)", as: Int.self) }
                }
                try await eventually("ten wait") { pool.statistics.waiting == 10 }
                try await backends.terminate()
                let error = await #expect(throws: DatabaseError.self) { try await holder.value }
                #expect(error?.code == .connectionLost)
                #expect(error?.mayHaveTakenEffect == false)
                for (number, task) in waiting.enumerated() {
                    let value = try await task.value
                    #expect(value == number)
                }
            }
        }
    }

    @Test
    func `a connection lost during COMMIT leaves the commit unknown`() async throws {
        try await withTestSchema { database in
            try await database.pool.session { session in
                // The check at the end of the transaction takes for ever, so that COMMIT can be caught on its way.
                try await session.script(
                    """
                    CREATE TABLE slow (n integer);
                    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER lingering AFTER INSERT ON slow
                        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger();
                    """)
            }
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                let task = Task {
                    try await pool.transaction { try await $0.execute("INSERT INTO slow VALUES (1)") }
                }
                try await backends.waitUntilRunning("COMMIT")
                try await backends.terminate()
                let error = await #expect(throws: DatabaseError.self) { try await task.value }
                #expect(error?.code == .commitUnknown)
                #expect(error?.mayHaveTakenEffect == true)
                #expect(error?.disposition == .transient)
                try await expectScalar(pool, "SELECT count(*) FROM slow", 0)
            }
        }
    }

    @Test
    func `a connection lost before COMMIT leaves nothing unknown`() async throws {
        try await withTestSchema { database in
            try await database.pool.execute("CREATE TABLE marks (n integer)")
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                let error = await #expect(throws: DatabaseError.self) {
                    try await pool.transaction { transaction in
                        try await transaction.execute("INSERT INTO marks VALUES (1)")
                        try await backends.terminate()
                        try await eventually("the loss is noticed") { pool.statistics.lost == 1 }
                    }
                }
                #expect(error?.code == .connectionLost)
                #expect(error?.mayHaveTakenEffect == false)
                try await expectScalar(pool, "SELECT count(*) FROM marks", 0)
                #expect(pool.statistics.held == 0)
            }
        }
    }

    /// Starts the pool, and expects that its state tells why there is no connection.
    static func expectConnecting(_ pool: DatabasePool, reason expected: String) async throws {
        let first = Task { try await pool.execute("SELECT 0") }
        try await eventually("the state tells: \(expected)") {
            if case .connecting(let reason) = pool.state { reason.contains(expected) } else { false }
        }
        await #expect(throws: DatabaseError.self) { try await first.value }
    }

    @Test
    func `a server that is not there makes callers wait only so long, and the state says why`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.hosts = [.init(name: "127.0.0.1", port: 1)]
                $0.acquireTimeoutMilliseconds = 300
            } _: { pool in
                try await Self.expectConnecting(pool, reason: "refused")
                let start = ContinuousClock.now
                let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 1") }
                #expect(error?.code == .unavailable)
                #expect(error?.disposition == .transient)
                #expect(error?.description.contains("refused") == true)
                #expect(.now - start >= .milliseconds(300))
                #expect(.now - start < .seconds(10))
            }
        }
    }

    @Test
    func `the next host is tried when the first is not there`() async throws {
        try await withTestSchema { database in
            try await database.withPool { settings in
                settings.hosts.insert(.init(name: "127.0.0.1", port: 1), at: 0)
                settings.targetSession = .readWrite
            } _: { pool in
                try await expectScalar(pool, "SELECT 1", 1)
            }
        }
    }

    @Test
    func `a server that takes no writes is not the one to use`() async throws {
        try await withTestDatabase { database in
            try await database.pool.session { session in
                try await session.script("ALTER DATABASE \(database.name) SET default_transaction_read_only = on")
            }
            try await database.withPool { settings in
                settings.targetSession = .readWrite
                settings.acquireTimeoutMilliseconds = 500
            } _: { pool in
                try await Self.expectConnecting(pool, reason: "read-only")
                let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 1") }
                #expect(error?.code == .unavailable)
            }
            try await database.withPool {
                $0.targetSession = .readOnly
            } _: { pool in
                try await expectScalar(pool, "SELECT 1", 1)
            }
        }
    }

    @Test
    func `a server that turns read-only is left for another`() async throws {
        try await withTestDatabase { database in
            try await database.withPool { settings in
                settings.targetSession = .readWrite
                settings.poolSize = 1
            } _: { pool in
                try await pool.execute("CREATE TABLE marks (n integer)")
                let error = await #expect(throws: DatabaseError.self) {
                    try await pool.transaction(isolation: .readOnlySnapshot) { transaction in
                        try await transaction.execute("INSERT INTO marks VALUES (1)")
                    }
                }
                #expect(error?.sqlState == "25006")
                try await pool.execute("INSERT INTO marks VALUES (2)")
                #expect(pool.statistics.opened == 2)
            }
        }
    }
}
