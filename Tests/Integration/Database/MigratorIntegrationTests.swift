import Database
import TestSupport
import Testing

@Suite("Migrator", .requireServer(.database), .timeLimit(.minutes(2)))
struct MigratorIntegrationTests {
    static let first = Migration(
        number: 1, name: "submissions",
        sql: """
            CREATE TABLE submissions (id bigint PRIMARY KEY);
            CREATE FUNCTION twice(n bigint) RETURNS bigint LANGUAGE sql AS $$ SELECT n * 2; $$;
            """)
    static let second = Migration(number: 2, name: "state", sql: "ALTER TABLE submissions ADD state text;")

    /// A database and an owner role of a test's own.
    struct Fixture: Sendable {
        let pool: DatabasePool
        let owner: String

        /// Applies a set, and expects that these steps were left to do.
        func apply(_ set: MigrationSet, _ expected: [Int]?) async throws {
            let owner = owner
            let applied = try await pool.session { try await Migrator().apply(set, ownerRole: owner, on: $0) }
            if let expected { #expect(applied.map(\.number) == expected) }
        }

        /// Runs the body with a database and an owner role, both dropped afterwards.
        static func with(_ body: (Fixture) async throws -> Void) async throws {
            try await withTestDatabase { database in
                let fixture = Fixture(pool: database.pool, owner: TestNames.unique("owner_"))
                try await fixture.script("CREATE ROLE \(fixture.owner) NOLOGIN")
                let dropping = "DROP OWNED BY \(fixture.owner) CASCADE; DROP ROLE \(fixture.owner)"
                do {
                    try await body(fixture)
                    try await fixture.script(dropping)
                } catch {
                    // The test has failed already; a role left behind must not hide why.
                    try? await fixture.script(dropping)
                    throw error
                }
            }
        }

        private func script(_ text: String) async throws {
            try await pool.session { try await $0.script(text) }
        }
    }

    static func set(_ migrations: Migration..., oldestCompatible: Int = 1) -> MigrationSet {
        MigrationSet(
            schema: "intake", migrations: migrations, version: migrations.count, oldestCompatible: oldestCompatible)
    }

    @Test
    func `steps are applied once, in order, as the owner`() async throws {
        try await Fixture.with { fixture in
            try await fixture.apply(Self.set(Self.first), [1])
            try await fixture.apply(Self.set(Self.first), [])
            try await fixture.apply(Self.set(Self.first, Self.second, oldestCompatible: 2), [2])
            let table = try await fixture.pool.scalar(
                "SELECT tableowner::text FROM pg_tables WHERE schemaname = 'intake' AND tablename = 'submissions'",
                as: String.self)
            #expect(table == fixture.owner)
            let rows = try await fixture.pool.column(
                "SELECT version || ' ' || oldest_compatible || ' ' || name FROM intake.schema_versions ORDER BY version",
                as: String.self)
            #expect(rows == ["1 1 submissions", "2 2 state"])
            let user = try await fixture.pool.scalar("SELECT current_user::text", as: String.self)
            #expect(user != fixture.owner)
        }
    }

    @Test
    func `a step that fails leaves no trace, and those before it stay`() async throws {
        try await Fixture.with { fixture in
            let broken = Migration(number: 2, name: "broken", sql: "CREATE TABLE other (n integer); SELECT 1/0;")
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.apply(Self.set(Self.first, broken), nil)
            }
            #expect(error?.operation == "migration intake 2 broken")
            #expect(error?.code == .server("22012"))
            try await expectScalar(fixture.pool, "SELECT to_regclass('intake.other')::text", nil as String?)
            try await expectScalar(fixture.pool, "SELECT max(version) FROM intake.schema_versions", 1)
            try await fixture.apply(Self.set(Self.first, Self.second), [2])
        }
    }

    @Test
    func `a step that was changed after it was applied is refused`() async throws {
        try await Fixture.with { fixture in
            try await fixture.apply(Self.set(Self.first), nil)
            let changed = Migration(number: 1, name: "submissions", sql: Self.first.sql + " ")
            let error = await #expect(throws: DatabaseError.self) {
                try await fixture.apply(Self.set(changed, Self.second), nil)
            }
            #expect(error?.code == .migration)
            #expect(error?.faults == ["migration 1 submissions was changed after it was applied"])
            let unknown = await #expect(throws: DatabaseError.self) {
                try await fixture.apply(Self.set(Self.first, Self.second), nil)
                try await fixture.apply(Self.set(Self.first), nil)
            }
            #expect(unknown?.faults == ["intake.schema_versions has version 2, which this program does not know"])
        }
    }

    @Test
    func `a gap is refused before anything is done`() async throws {
        try await Fixture.with { fixture in
            let gap = MigrationSet(
                schema: "intake", migrations: [Self.first, Migration(number: 3, name: "x", sql: "")], version: 2,
                oldestCompatible: 1)
            let error = await #expect(throws: DatabaseError.self) { try await fixture.apply(gap, nil) }
            #expect(error?.faults == ["migration number 3 stands at place 2"])
            let schema = try await fixture.pool.scalar("SELECT to_regnamespace('intake')::text", as: String.self)
            #expect(schema == nil)
        }
    }

    @Test
    func `a script that ends its transaction is refused`() async throws {
        try await Fixture.with { fixture in
            let sneaky = Migration(number: 1, name: "sneaky", sql: "COMMIT; CREATE TABLE intake.sneaked (n integer);")
            let error = await #expect(throws: DatabaseError.self) { try await fixture.apply(Self.set(sneaky), nil) }
            #expect(error?.code == .migration)
            let count = try await fixture.pool.scalar("SELECT count(*) FROM intake.schema_versions", as: Int.self)
            #expect(count == 0)
        }
    }

    @Test
    func `two migrators at once apply each step once`() async throws {
        try await Fixture.with { fixture in
            let set = Self.set(Self.first, Self.second)
            async let one: Void = fixture.apply(set, nil)
            async let other: Void = fixture.apply(set, nil)
            _ = try await (one, other)
            try await fixture.apply(set, [])
        }
    }

    @Test
    func `a plan changes nothing`() async throws {
        try await Fixture.with { fixture in
            let set = Self.set(Self.first, Self.second)
            let before = try await fixture.pool.session { try await Migrator().plan(set, on: $0) }
            #expect(before == MigrationPlan(current: 0, pending: [Self.first, Self.second]))
            try await fixture.apply(Self.set(Self.first), nil)
            let after = try await fixture.pool.session { try await Migrator().plan(set, on: $0) }
            #expect(after == MigrationPlan(current: 1, pending: [Self.second]))
        }
    }

    @Test
    func `a program fits from the oldest compatible version to the newest`() async throws {
        try await Fixture.with { fixture in
            func expectCheck(_ version: Int, _ expected: SchemaCompatibility) async throws {
                let found = try await Migrator().check(fixture.pool, schema: "intake", programVersion: version)
                #expect(found == expected, "program version \(version)")
            }
            try await expectCheck(1, .missing)
            let third = Migration(number: 3, name: "more", sql: "ALTER TABLE submissions ADD note text")
            try await fixture.apply(Self.set(Self.first, Self.second, third, oldestCompatible: 2), nil)
            try await expectCheck(1, .programTooOld(oldestCompatible: 2))
            try await expectCheck(2, .compatible(schemaVersion: 3))
            try await expectCheck(3, .compatible(schemaVersion: 3))
            try await expectCheck(4, .schemaTooOld(schemaVersion: 3))
        }
    }
}
