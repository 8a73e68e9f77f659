package import Database
import Logging

/// A schema or a database of a test's own.
package struct TestDatabase: Sendable {
    /// Its name.
    package let name: String
    /// How to reach it; unqualified names mean the schema.
    package var settings: DatabaseSettings
    /// A pool for it, open as long as the fixture.
    package let pool: DatabasePool

    /// A pool of its own for the body, with settings changed as the test needs them.
    ///
    /// - Throws: what the body throws.
    package func withPool<R>(
        _ change: (inout DatabaseSettings) -> Void = { _ in }, _ body: (DatabasePool) async throws -> R
    ) async throws -> R {
        var changed = settings
        change(&changed)
        let pool = DatabasePool(settings: changed, logger: .silent)
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }
}

/// Runs the body with a schema of its own in the test database; the schema is dropped afterwards.
///
/// - Throws: ``MissingServer``; what the body throws.
package func withTestSchema<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    var settings = try TestEnvironment.databaseSettings()
    let admin = settings
    let name = TestNames.unique("schema_")
    settings.searchPath = [name]
    try await administer(admin, "CREATE SCHEMA \(name)")
    return try await withDatabase(name, settings, body) {
        try await administer(admin, "DROP SCHEMA \(name) CASCADE")
    }
}

/// Runs the body with a database of its own; the database is dropped afterwards, whoever is still connected.
///
/// - Throws: ``MissingServer``; what the body throws.
package func withTestDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    var settings = try TestEnvironment.databaseSettings()
    let admin = settings
    let name = TestNames.unique("test_")
    settings.database = name
    try await administer(admin, "CREATE DATABASE \(name)")
    return try await withDatabase(name, settings, body) {
        try await administer(admin, "DROP DATABASE \(name) WITH (FORCE)")
    }
}

private func withDatabase<R>(
    _ name: String, _ settings: DatabaseSettings, _ body: (TestDatabase) async throws -> R,
    cleanUp: () async throws -> Void
) async throws -> R {
    let pool = DatabasePool(settings: settings, logger: .silent)
    do {
        let result = try await body(TestDatabase(name: name, settings: settings, pool: pool))
        await pool.close()
        try await cleanUp()
        return result
    } catch {
        await pool.close()
        // The test has failed already; what it left behind must not hide why.
        try? await cleanUp()
        throw error
    }
}

/// Runs one statement that cannot run in a transaction block with others.
private func administer(_ settings: DatabaseSettings, _ statement: String) async throws {
    var settings = settings
    settings.poolSize = 1
    let pool = DatabasePool(settings: settings, logger: .silent)
    do {
        // In a task of its own, so that a cancelled test still cleans up.
        try await Task { try await pool.session { try await $0.script(statement) } }.value
        await pool.close()
    } catch {
        await pool.close()
        throw error
    }
}
