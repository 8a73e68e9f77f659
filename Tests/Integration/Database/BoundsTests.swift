import Database
import TestSupport
import Testing

@Suite("Bounds and cancellation", .requireServer(.database), .timeLimit(.minutes(2)))
struct BoundsTests {
    @Test
    func `who finds every connection in use waits, but not for ever`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
                $0.acquireTimeoutMilliseconds = 200
            } _: { pool in
                // Connecting is no part of this, however long it takes on a busy machine.
                try await eventually("connected") { try await pool.execute("SELECT 0") == 1 }
                let (held, done) = (Gate(), Gate())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await pool.transaction { transaction in
                            try await transaction.execute("SELECT 1")
                            held.open()
                            try await done.pass()
                        }
                    }
                    try await held.pass()
                    let single = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 2") }
                    #expect(single?.code == .unavailable)
                    #expect(single?.mayHaveTakenEffect == false)
                    let other = await #expect(throws: DatabaseError.self) {
                        try await pool.transaction { try await $0.execute("SELECT 3") }
                    }
                    #expect(other?.code == .unavailable)
                    #expect(other?.disposition == .transient)
                    done.open()
                    try await group.waitForAll()
                }
                try await expectScalar(pool, "SELECT 4", 4)
                #expect(pool.statistics.held == 0)
            }
        }
    }

    @Test
    func `one more than may wait is refused at once`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
                $0.maximumWaiting = 3
            } _: { pool in
                let (held, done) = (Gate(), Gate())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await pool.transaction { transaction in
                            try await transaction.execute("SELECT 1")
                            held.open()
                            try await done.pass()
                        }
                    }
                    try await held.pass()
                    for _ in 0..<3 { group.addTask { try await pool.execute("SELECT 2") } }
                    try await eventually("three wait") { pool.statistics.waiting == 3 }
                    let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 3") }
                    #expect(error?.code == .overloaded)
                    done.open()
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test
    func `transactions and statements are both served however many there are of the other`() async throws {
        try await withTestSchema { database in
            try await database.pool.execute("CREATE TABLE counters (id integer PRIMARY KEY, n integer NOT NULL)")
            try await database.pool.execute("INSERT INTO counters VALUES (1, 0)")
            try await database.withPool {
                $0.poolSize = 3
            } _: { pool in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<150 {
                        group.addTask {
                            guard number.isMultiple(of: 3) else {
                                _ = try await pool.scalar("SELECT n FROM counters WHERE id = 1", as: Int.self)
                                return
                            }
                            try await pool.transaction { transaction in
                                let now = try await transaction.scalar(
                                    "SELECT n FROM counters WHERE id = 1 FOR UPDATE", as: Int.self)
                                transaction.send("UPDATE counters SET n = \(Int32((now ?? 0) + 1)) WHERE id = 1")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                try await expectScalar(pool, "SELECT n FROM counters WHERE id = 1", 50)
                #expect(pool.statistics.opened <= 3)
            }
        }
    }

    @Test
    func `a cancelled task stops waiting for its statement, and the connection stays usable`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                try await backends.withLock { waiting, release in
                    let task = Task { try await pool.execute(waiting) }
                    try await backends.waitUntilRunning("waits for the lock")
                    task.cancel()
                    let error = await #expect(throws: DatabaseError.self) { try await task.value }
                    #expect(error?.code == .cancelled)
                    #expect(error?.mayHaveTakenEffect == true)
                    // Others may share the connection, so the statement runs on; its answer is not taken for the next.
                    let next = Task { try await pool.scalar("SELECT 5", as: Int.self) }
                    try await eventually("the next is on its way") { pool.statistics.outstanding == 2 }
                    try await release()
                    let value = try await next.value
                    #expect(value == 5)
                }
                #expect(pool.statistics.opened == 1)
                #expect(pool.statistics.outstanding == 0)
            }
        }
    }

    @Test
    func `a task cancelled while it waits for a connection never runs its statement`() async throws {
        try await withTestSchema { database in
            try await database.pool.execute("CREATE TABLE marks (n integer)")
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                let (held, done) = (Gate(), Gate())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await pool.transaction { transaction in
                            try await transaction.execute("SELECT 1")
                            held.open()
                            try await done.pass()
                        }
                    }
                    try await held.pass()
                    let task = Task { try await pool.execute("INSERT INTO marks VALUES (1)") }
                    try await eventually("it waits") { pool.statistics.waiting == 1 }
                    task.cancel()
                    let error = await #expect(throws: DatabaseError.self) { try await task.value }
                    #expect(error?.code == .cancelled)
                    #expect(error?.mayHaveTakenEffect == false)
                    done.open()
                    try await group.waitForAll()
                }
                try await expectScalar(pool, "SELECT count(*) FROM marks", 0)
            }
        }
    }

    @Test
    func `a cancelled transaction ends on the server at once, and its connection serves others`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool {
                $0.poolSize = 1
            } _: { pool, backends in
                let task = Task {
                    try await pool.transaction { transaction in
                        try await transaction.execute("CREATE TABLE never (n integer)")
                        try await transaction.execute("SELECT pg_sleep(600), 'held'")
                    }
                }
                try await backends.waitUntilRunning("'held'")
                task.cancel()
                let error = await #expect(throws: DatabaseError.self) { try await task.value }
                #expect(error?.code == .cancelled)
                // Only possible once the sleep of ten minutes has been cancelled on the server.
                let table = try await pool.scalar("SELECT to_regclass('never')::text", as: String.self)
                #expect(table == nil)
                #expect(pool.statistics.opened == 1)
                #expect(pool.statistics.held == 0)
            }
        }
    }

    @Test
    func `a task that is cancelled already sends nothing`() async throws {
        try await withTestSchema { database in
            let pool = database.pool
            try await pool.execute("CREATE TABLE marks (n integer)")
            let cancelled = Gate()
            let task = Task {
                // The gate lets a cancelled task through with an error, which is not what is tried here.
                try? await cancelled.pass()
                try await pool.execute("INSERT INTO marks VALUES (1)")
            }
            task.cancel()
            cancelled.open()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            try await expectScalar(pool, "SELECT count(*) FROM marks", 0)
        }
    }

    @Test
    func `closing waits for what is running, and refuses what comes after`() async throws {
        try await withTestSchema { database in
            try await database.withObservedPool { _ in
            } _: { pool, backends in
                try await backends.withLock { waiting, release in
                    let task = Task { try await pool.execute(waiting) }
                    try await backends.waitUntilRunning("waits for the lock")
                    let closing = Task { await pool.close() }
                    try await release()
                    await closing.value
                    let count = try await task.value
                    #expect(count == 1)
                }
                let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 1") }
                #expect(error?.code == .closed)
                #expect(pool.state == .closed)
                await pool.close()
            }
        }
    }

    @Test
    func `running ends with its task`() async throws {
        try await withTestSchema { database in
            let pool = DatabasePool(settings: database.settings, logger: .silent)
            let running = Task { await pool.run() }
            try await eventually("the pool is ready") { pool.state == .ready }
            running.cancel()
            await running.value
            #expect(pool.state == .closed)
        }
    }
}
