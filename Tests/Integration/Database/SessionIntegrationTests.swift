import Database
import TestSupport
import Testing

@Suite("Sessions", .requireServer(.database), .timeLimit(.minutes(2)))
struct SessionIntegrationTests {
    @Test
    func `a session is left as it was found`() async throws {
        try await withTestSchema { database in
            try await database.withPool {
                $0.poolSize = 1
            } _: { pool in
                let key = Int.random(in: 1...Int.max)
                try await pool.session { session in
                    try await session.script("SET search_path = pg_catalog; SET statement_timeout = 0")
                    try await session.execute("SELECT pg_advisory_lock(\(key))")
                    try await expectScalar(session, "SHOW search_path", "pg_catalog")
                    try await session.script("BEGIN; CREATE TABLE public.left_open (n integer)")
                }
                try await expectScalar(pool, "SHOW search_path", "\"\(database.name)\"")
                try await expectScalar(pool, "SHOW statement_timeout", "30s")
                try await expectScalar(pool, "SELECT to_regclass('public.left_open')::text", nil as String?)
                let held = try await pool.scalar(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()", as: Int.self
                )
                #expect(held == 0)
                #expect(pool.statistics.opened == 1)
            }
        }
    }

    @Test
    func `an advisory lock keeps others out as long as the session lasts`() async throws {
        try await withTestSchema { database in
            let key = Int.random(in: 1...Int.max)
            try await database.pool.session { first in
                try await first.execute("SELECT pg_advisory_lock(\(key))")
                try await database.pool.session { second in
                    try await expectScalar(second, "SELECT pg_try_advisory_lock(\(key))", false)
                }
            }
            try await database.pool.session { third in
                try await expectScalar(third, "SELECT pg_try_advisory_lock(\(key))", true)
            }
        }
    }

    @Test
    func `a script is all or nothing, and its error says what and where`() async throws {
        try await withTestSchema { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.session { session in
                    try await session.script("CREATE TABLE one (n integer); SELECT * FROM nowhere; CREATE TABLE two ()")
                }
            }
            #expect(error?.sqlState == "42P01")
            #expect(error?.message == "relation \"nowhere\" does not exist")
            #expect(error?.operation == "script")
            try await expectScalar(database.pool, "SELECT to_regclass('one')::text", nil as String?)
        }
    }

    @Test
    func `scripts and statements alternate on one connection`() async throws {
        try await withTestSchema { database in
            try await database.pool.session { session in
                for number in 0..<20 {
                    try await session.script("CREATE TABLE t\(number) (n integer); INSERT INTO t\(number) VALUES (7)")
                    let value = try await session.scalar(
                        "SELECT n FROM \(identifier: "t\(number)")", as: Int.self)
                    #expect(value == 7)
                }
                try await session.script("")
                try await session.script("-- nothing")
            }
        }
    }

    @Test
    func `a script that asks for COPY data ends its connection and not the pool`() async throws {
        try await withTestSchema { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.pool.session { try await $0.script("CREATE TABLE c (n integer); COPY c FROM STDIN") }
            }
            #expect(error?.code == .connectionLost)
            try await expectScalar(database.pool, "SELECT 1", 1)
        }
    }
}
