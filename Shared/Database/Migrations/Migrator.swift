/// Brings a schema up to date, step by step, and tells whether a program fits it.
///
/// Steps run under the owner role, so that the services' roles cannot alter their schema; one migrator at a time, by an
/// advisory lock; each step is one transaction together with its row in `schema_versions`. A step that was applied must
/// not change any more: its checksum is compared.
package struct Migrator: Sendable {
    /// How long to wait for another migrator.
    ///
    /// - Units: seconds.
    package let lockTimeoutSeconds: Int

    /// A migrator that waits for others.
    package init(lockTimeoutSeconds: Int = 60) { self.lockTimeoutSeconds = lockTimeoutSeconds }

    /// What is left to do; changes nothing.
    ///
    /// - Throws: ``DatabaseError`` with code `.migration`, which lists every changed, unknown or misnumbered step.
    package func plan(
        _ set: MigrationSet, on session: DatabaseSession, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> MigrationPlan {
        let caller = Caller(fileID: fileID, line: line)
        try refuse(set.faults, caller)
        let table = "\(set.schema).schema_versions"
        let exists = try await session.scalar(
            "SELECT to_regclass(\(Self.qualified(set.schema))) IS NOT NULL", as: Bool.self, fileID: fileID, line: line)
        guard exists == true else { return MigrationPlan(current: 0, pending: set.migrations) }
        let applied = try await session.query(
            "SELECT version, name, checksum FROM \(identifier: set.schema).schema_versions ORDER BY version",
            as: AppliedMigration.self, fileID: fileID, line: line)
        let checksums = try await session.column(
            """
            SELECT encode(sha256(text), 'hex') FROM unnest(\(set.migrations.map { Array($0.sql.utf8) }))
            WITH ORDINALITY AS step (text, number) ORDER BY number
            """, as: String.self, fileID: fileID, line: line)
        try refuse(
            AppliedMigration.faults(applied, against: zip(set.migrations, checksums), in: table), caller)
        return MigrationPlan(current: applied.count, pending: Array(set.migrations.dropFirst(applied.count)))
    }

    /// Applies what is left to do, and tells what that was.
    ///
    /// The session's role must be a superuser or a member of the owner role; the schema is made if it is not there.
    ///
    /// - Throws: ``DatabaseError``: `.migration` if the set does not fit; else that of the step that failed, which left
    ///   no trace. Steps before it stay applied.
    /// - Idempotency: a second call finds nothing to do.
    package func apply(
        _ set: MigrationSet, ownerRole: String, on session: DatabaseSession, fileID: String = #fileID,
        line: Int = #line
    ) async throws(DatabaseError) -> [Migration] {
        let caller = Caller(fileID: fileID, line: line)
        try refuse(set.faults, caller)
        // A step may take as long as its data need; only the wait for another migrator is bounded.
        try await session.script("SET statement_timeout = 0; SET lock_timeout = '\(lockTimeoutSeconds)s'")
        try await session.execute("SELECT pg_advisory_lock(hashtextextended(\("mpp.schema." + set.schema), 0))")
        try await session.script("SET lock_timeout = 0")
        try await makeTable(set.schema, ownerRole, on: session)
        let plan = try await plan(set, on: session, fileID: fileID, line: line)
        for migration in plan.pending {
            do throws(DatabaseError) {
                try await apply(migration, of: set, ownerRole, on: session)
            } catch {
                try await session.script("ROLLBACK; RESET ROLE")
                throw DatabaseError(
                    code: error.code, operation: "migration \(set.schema) \(migration.number) \(migration.name)",
                    caller: caller, message: error.description)
            }
        }
        try await session.execute("SELECT pg_advisory_unlock(hashtextextended(\("mpp.schema." + set.schema), 0))")
        return plan.pending
    }

    /// Whether a program that knows this version of a schema can work with the schema as it is.
    ///
    /// - Throws: ``DatabaseError`` if the schema cannot be read.
    package func check(
        _ runner: some SQLRunner, schema: String, programVersion: Int, fileID: String = #fileID, line: Int = #line
    ) async throws(DatabaseError) -> SchemaCompatibility {
        let exists = try await runner.scalar(
            "SELECT to_regclass(\(Self.qualified(schema))) IS NOT NULL", as: Bool.self, fileID: fileID, line: line)
        guard exists == true else { return .missing }
        let newest = try await runner.query(
            """
            SELECT version, oldest_compatible FROM \(identifier: schema).schema_versions
            ORDER BY version DESC LIMIT 1
            """, as: NewestMigration.self, fileID: fileID, line: line)
        guard let newest = newest.first else { return .missing }
        if programVersion > newest.version { return .schemaTooOld(schemaVersion: newest.version) }
        if programVersion < newest.oldestCompatible {
            return .programTooOld(oldestCompatible: newest.oldestCompatible)
        }
        return .compatible(schemaVersion: newest.version)
    }

    private func makeTable(
        _ schema: String, _ ownerRole: String, on session: DatabaseSession
    ) async throws(DatabaseError) {
        let (schema, owner) = (SQL.quoted(identifier: schema), SQL.quoted(identifier: ownerRole))
        try await session.script(
            """
            CREATE SCHEMA IF NOT EXISTS \(schema) AUTHORIZATION \(owner);
            SET LOCAL ROLE \(owner);
            CREATE TABLE IF NOT EXISTS \(schema).schema_versions (
                version integer PRIMARY KEY CHECK (version > 0),
                oldest_compatible integer NOT NULL CHECK (oldest_compatible BETWEEN 1 AND version),
                name text NOT NULL,
                checksum text NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            );
            """)
    }

    private func apply(
        _ migration: Migration, of set: MigrationSet, _ ownerRole: String, on session: DatabaseSession
    ) async throws(DatabaseError) {
        let (schema, owner) = (SQL.quoted(identifier: set.schema), SQL.quoted(identifier: ownerRole))
        try await session.script("BEGIN; SET LOCAL ROLE \(owner); SET LOCAL search_path = \(schema), pg_temp")
        let before = try await session.scalar("SELECT pg_current_xact_id()::text", as: String.self)
        try await session.script(migration.sql)
        let after = try await session.scalar("SELECT pg_current_xact_id()::text", as: String.self)
        guard before == after else {
            throw DatabaseError(
                code: .migration, operation: "migrate", caller: Caller(fileID: #fileID, line: #line),
                message: "the script ended the transaction it runs in")
        }
        // The last step's claim holds for the schema as a whole; a step before it can only claim itself.
        let oldest = min(set.oldestCompatible, migration.number)
        try await session.execute(
            """
            INSERT INTO \(identifier: set.schema).schema_versions (version, oldest_compatible, name, checksum)
            VALUES (\(Int32(migration.number)), \(Int32(oldest)), \(migration.name),
                    encode(sha256(\(Array(migration.sql.utf8))), 'hex'))
            """)
        try await session.script("COMMIT")
    }

    private func refuse(_ faults: [String], _ caller: Caller) throws(DatabaseError) {
        guard !faults.isEmpty else { return }
        throw DatabaseError(code: .migration, operation: "migrate", caller: caller, faults: faults)
    }

    /// The versions' table as a text that `to_regclass` understands.
    private static func qualified(_ schema: String) -> String { SQL.quoted(identifier: schema) + ".schema_versions" }
}
