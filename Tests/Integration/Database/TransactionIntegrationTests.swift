import Database
import TestSupport
import Testing

@Suite("Transactions", .requireServer(.database), .timeLimit(.minutes(2)))
struct TransactionIntegrationTests {
    struct Refusal: Error {}

    /// Runs the body with a table of accounts, 1 and 2, of 100 each.
    static func withAccounts(
        _ body: (TestDatabase) async throws -> Void
    ) async throws {
        try await withTestSchema { database in
            try await database.pool.session { session in
                try await session.script(
                    """
                    CREATE TABLE accounts (id integer CONSTRAINT accounts_key PRIMARY KEY, amount integer NOT NULL);
                    INSERT INTO accounts VALUES (1, 100), (2, 100);
                    """)
            }
            try await body(database)
        }
    }

    static func expectAmounts(
        _ pool: DatabasePool, _ expected: [Int], sorted: Bool = false,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await pool.column("SELECT amount FROM accounts ORDER BY id", as: Int.self)
        #expect((sorted ? found.sorted() : found) == expected, sourceLocation: sourceLocation)
    }

    @Test
    func `what the body did is there after it returned, and gone after it threw`() async throws {
        try await Self.withAccounts { database in
            let pool = database.pool
            let amount = try await pool.transaction { transaction in
                transaction.send("UPDATE accounts SET amount = 50 WHERE id = 1")
                return try await transaction.scalar("SELECT amount FROM accounts WHERE id = 1", as: Int.self)
            }
            #expect(amount == 50)
            await #expect(throws: Refusal.self) {
                try await pool.transaction { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                    throw Refusal()
                }
            }
            try await Self.expectAmounts(pool, [50, 100])
            #expect(pool.statistics.held == 0)
        }
    }

    @Test
    func `reading, writing and committing take two round trips`() async throws {
        try await Self.withAccounts { database in
            let pool = database.pool
            let before = pool.statistics.sent
            try await pool.transaction { transaction in
                _ = try await transaction.column(
                    "SELECT amount FROM accounts WHERE id = ANY(\([1, 2] as [Int32])) ORDER BY id FOR UPDATE",
                    as: Int.self)
                transaction.send("UPDATE accounts SET amount = amount - 10 WHERE id = 1")
                transaction.send("UPDATE accounts SET amount = amount + 10 WHERE id = 2")
            }
            #expect(pool.statistics.sent - before == 2)
            try await pool.transaction { $0.send("UPDATE accounts SET amount = amount + 1") }
            #expect(pool.statistics.sent - before == 3)
            try await pool.transaction { _ in }
            #expect(pool.statistics.sent - before == 3)
            try await Self.expectAmounts(pool, [91, 111])
        }
    }

    @Test
    func `the error of a statement that was only sent surfaces with its own caller`() async throws {
        try await Self.withAccounts { database in
            // The macro would have its own line stand for all lines within it.
            let line = #line + 1
            func sendTwice(in transaction: DatabaseTransaction) {
                transaction.send("INSERT INTO accounts VALUES (1, 0)")
                transaction.send("UPDATE accounts SET amount = 0")
            }
            let atCommit = await #expect(throws: DatabaseError.self) {
                try await database.pool.transaction { sendTwice(in: $0) }
            }
            #expect(atCommit?.constraint == "accounts_key")
            #expect(atCommit?.operation == "send")
            #expect(atCommit?.line == line + 1)
            let atNext = await #expect(throws: DatabaseError.self) {
                try await database.pool.transaction { transaction in
                    transaction.send("INSERT INTO accounts VALUES (2, 0)")
                    _ = try await transaction.scalar("SELECT 1", as: Int.self)
                }
            }
            #expect(atNext?.constraint == "accounts_key")
            try await Self.expectAmounts(database.pool, [100, 100])
        }
    }

    @Test
    func `a body that hides a failure cannot commit`() async throws {
        try await Self.withAccounts { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.transaction { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                    do {
                        try await transaction.execute("SELECT 1/0")
                    } catch let error as DatabaseError {
                        #expect(error.sqlState == "22012")
                    }
                }
            }
            #expect(error?.sqlState == "22012")
            try await Self.expectAmounts(database.pool, [100, 100])
        }
    }

    @Test
    func `a constraint that is checked at the end fails the commit`() async throws {
        try await Self.withAccounts { database in
            try await database.pool.execute(
                """
                CREATE TABLE entries (account integer CONSTRAINT entries_account_key
                    REFERENCES accounts (id) DEFERRABLE INITIALLY DEFERRED)
                """)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.transaction { try await $0.execute("INSERT INTO entries VALUES (77)") }
            }
            #expect(error?.constraint == "entries_account_key")
            #expect(error?.operation == "commit")
            try await expectScalar(database.pool, "SELECT count(*) FROM entries", 0)
        }
    }

    @Test
    func `a deadlock is resolved by running one body again`() async throws {
        try await Self.withAccounts { database in
            let runs = Tally()
            let locked = [Gate(), Gate()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (own, other) in [(0, 1), (1, 0)] {
                    group.addTask {
                        try await database.pool.transaction(retries: 20) { transaction in
                            runs.add()
                            let (first, second) = (Int32(own + 1), Int32(other + 1))
                            try await transaction.execute(
                                "UPDATE accounts SET amount = amount - 1 WHERE id = \(first)")
                            locked[own].open()
                            try await locked[other].pass()
                            try await transaction.execute(
                                "UPDATE accounts SET amount = amount + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Whoever runs again may meet the other once more, before that one wakes up.
            #expect(runs.count >= 3)
            try await Self.expectAmounts(database.pool, [100, 100])
        }
    }

    @Test
    func `a serialization failure is resolved by running one body again`() async throws {
        try await Self.withAccounts { database in
            let runs = Tally()
            let read = [Gate(), Gate()]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for own in [0, 1] {
                    group.addTask {
                        try await database.pool.transaction(isolation: .serializable, retries: 20) { transaction in
                            runs.add()
                            let sum = try await transaction.scalar("SELECT sum(amount) FROM accounts", as: Int.self)
                            read[own].open()
                            try await read[1 - own].pass()
                            try await transaction.execute(
                                """
                                UPDATE accounts SET amount = amount - \(Int32((sum ?? 0) / 10))
                                WHERE id = \(Int32(own + 1))
                                """)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(runs.count >= 3)
            // One saw 200 and took 20; the other saw what was left, 180, and took 18.
            try await Self.expectAmounts(database.pool, [80, 82], sorted: true)
        }
    }

    @Test
    func `a conflict is told after the last attempt, even if the body hides it`() async throws {
        try await Self.withAccounts { database in
            let runs = Tally()
            await #expect(throws: Refusal.self) {
                try await database.pool.transaction(retries: 2) { transaction in
                    runs.add()
                    do {
                        try await transaction.execute(
                            "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; END $$")
                    } catch {
                        throw Refusal()
                    }
                }
            }
            #expect(runs.count == 3)
        }
    }

    @Test
    func `statements of one transaction may be on their way at the same time`() async throws {
        try await Self.withAccounts { database in
            let sum = try await database.pool.transaction { transaction in
                async let first = transaction.scalar("SELECT amount FROM accounts WHERE id = 1", as: Int.self)
                async let second = transaction.scalar("SELECT amount FROM accounts WHERE id = 2", as: Int.self)
                return try await (first ?? 0) + (second ?? 0)
            }
            #expect(sum == 200)
            #expect(database.pool.statistics.held == 0)
        }
    }

    @Test
    func `a transaction cannot be used after its end`() async throws {
        try await Self.withAccounts { database in
            let escaped = try await database.pool.transaction { transaction in
                try await transaction.execute("SELECT 1")
                return transaction
            }
            let error = await #expect(throws: DatabaseError.self) { try await escaped.execute("SELECT 1") }
            #expect(error?.code == .closed)
        }
    }

    @Test(arguments: [
        (IsolationLevel.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
        (.serializable, "serializable"), (.readOnlySnapshot, "repeatable read"),
    ])
    func `the isolation is the one asked for`(level: IsolationLevel, name: String) async throws {
        try await withTestSchema { database in
            let found = try await database.pool.transaction(isolation: level) { transaction in
                try await transaction.scalar("SELECT current_setting('transaction_isolation')", as: String.self)
            }
            #expect(found == name)
        }
    }

    @Test
    func `a snapshot takes no writes`() async throws {
        try await Self.withAccounts { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.transaction(isolation: .readOnlySnapshot) { transaction in
                    try await transaction.execute("UPDATE accounts SET amount = 0")
                }
            }
            #expect(error?.sqlState == "25006")
        }
    }
}
