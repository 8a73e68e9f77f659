import Database
import FoundationEssentials
import TestSupport
import Testing

@Suite("Statements", .requireServer(.database), .timeLimit(.minutes(2)))
struct StatementIntegrationTests {
    @Test
    func `two hundred statements at once share a few connections`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 4
            } _: { pool in
                let tasks = (0..<200).map { number in
                    Task { try await pool.scalar("SELECT \(number) * 2", as: Int.self) }
                }
                for (number, task) in tasks.enumerated() {
                    let answer = try await task.value
                    #expect(answer == number * 2)
                }
                #expect(pool.statistics.opened <= 4)
                #expect(pool.statistics.outstanding == 0)
            }
        }
    }

    @Test
    func `a statement that fails in a pipeline hurts none of its neighbours`() async throws {
        try await withTestSchema { database in
            try await database.pool.execute("CREATE TABLE numbers (n integer CONSTRAINT numbers_key PRIMARY KEY)")
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                let tasks = (0..<100).map { number in
                    // Every second value is new; of the others only the first is.
                    let value = Int32(number.isMultiple(of: 2) ? number : 1)
                    return Task { await Self.failure(of: "INSERT INTO numbers VALUES (\(value))", on: pool) }
                }
                var (even, odd): ([DatabaseError], [DatabaseError]) = ([], [])
                for (number, task) in tasks.enumerated() {
                    guard let error = await task.value else { continue }
                    if number.isMultiple(of: 2) { even.append(error) } else { odd.append(error) }
                }
                #expect(even.isEmpty)
                #expect(odd.count == 49)
                #expect(odd.allSatisfy { $0.code == .server("23505") && $0.constraint == "numbers_key" })
                try await expectScalar(pool, "SELECT count(*) FROM numbers", 51)
                #expect(pool.statistics.opened == 1)
            }
        }
    }

    @Test
    func `an error names state, constraint and caller, and quotes no value`() async throws {
        try await withTestSchema { database in
            try await database.pool.execute(
                "CREATE TABLE people (name text CONSTRAINT people_name_check CHECK (name <> 'forbidden-name'))")
            let name = "forbidden-name"
            let error = try await #require(throws: DatabaseError.self) {
                try await database.pool.execute("INSERT INTO people VALUES (\(name))")
            }
            #expect(error.sqlState == "23514")
            #expect(error.constraint == "people_name_check")
            #expect(error.table == "people")
            #expect(error.disposition == .permanent)
            #expect(error.fileID.hasSuffix("StatementIntegrationTests.swift"))
            #expect(!error.description.contains("forbidden-name"))
            let malformed = try await #require(throws: DatabaseError.self) {
                try await database.pool.execute("SELECT \("forbidden-number")::integer")
            }
            #expect(malformed.sqlState == "22P02")
            #expect(!malformed.description.contains("forbidden-number"))
        }
    }

    @Test
    func `the server ends a statement that runs too long, and the connection goes on`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.statementTimeoutMilliseconds = 100
                $0.poolSize = 1
            } _: { pool in
                let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT pg_sleep(60)") }
                #expect(error?.code == .timeout)
                #expect(error?.sqlState == "57014")
                try await expectScalar(pool, "SELECT 1", 1)
                #expect(pool.statistics.opened == 1)
            }
        }
    }

    @Test
    func `a plan that a changed table made stale is made anew without an error`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                try await pool.execute("CREATE TABLE things (a integer)")
                try await pool.execute("INSERT INTO things VALUES (1)")
                let sql: SQL = "SELECT * FROM things"
                try await expectScalar(pool, sql, 1)
                try await pool.execute("ALTER TABLE things ALTER COLUMN a TYPE text")
                try await expectScalar(pool, sql, "1")
                try await pool.execute("DEALLOCATE ALL")
                try await expectScalar(pool, sql, "1")
                try await pool.execute("ALTER TABLE things ALTER COLUMN a TYPE integer USING a::integer")
                let inTransaction = try await pool.transaction { try await $0.scalar(sql, as: Int.self) }
                #expect(inTransaction == 1)
            }
        }
    }

    @Test
    func `more statements than a connection keeps prepared all work, and the server does not keep more`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                for number in 0..<600 {
                    let sql = SQL(unescaped: "SELECT \(number % 300)")
                    try await expectScalar(pool, sql, number % 300)
                }
                let kept = try await pool.scalar("SELECT count(*) FROM pg_prepared_statements", as: Int.self)
                #expect(try #require(kept) <= 257)
            }
        }
    }

    @Test
    func `results and values larger than all buffers pass in both directions at once`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                let body = [UInt8](repeating: 7, count: 4 << 20)
                try await withThrowingTaskGroup(of: Int?.self) { group in
                    for _ in 0..<12 {
                        group.addTask { try await pool.scalar("SELECT \(body) || \(body)", as: [UInt8].self)?.count }
                    }
                    for try await count in group { #expect(count == 8 << 20) }
                }
                let rows = try await pool.column(
                    "SELECT repeat('x', 1000) FROM generate_series(1, 50000)", as: String.self)
                #expect(rows.count == 50_000)
                #expect(pool.statistics.opened == 1)
            }
        }
    }

    @Test
    func `values that cannot be sent are refused before anything is`() async throws {
        try await withTestSchema { database in
            let list = SQL(stringInterpolation: tooManyValues())
            let error = await #expect(throws: DatabaseError.self) { try await database.pool.execute(list) }
            #expect(error?.code == .encoding)
            try await expectScalar(database.pool, "SELECT 1", 1)
        }
    }

    @Test
    func `COPY is refused, and the pool recovers`() async throws {
        try await withTestSchema { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.execute("COPY (SELECT 1) TO STDOUT")
            }
            #expect(error != nil)
            try await expectScalar(database.pool, "SELECT 1", 1)
        }
    }

    /// How a statement fails, if it does.
    private static func failure(of sql: SQL, on pool: DatabasePool) async -> DatabaseError? {
        do {
            try await pool.execute(sql)
            return nil
        } catch {
            return error
        }
    }

    private func tooManyValues() -> SQL.StringInterpolation {
        var interpolation = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 70_000)
        interpolation.appendLiteral("SELECT 1")
        for number in 0..<70_000 {
            interpolation.appendLiteral(", ")
            interpolation.appendInterpolation(number)
        }
        return interpolation
    }
}
