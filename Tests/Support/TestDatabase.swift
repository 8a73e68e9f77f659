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
    let name = TestNames.unique("schema_")
    settings.searchPath = [name]
    return try await withDatabase(name, settings, body) {
        try await administer("CREATE SCHEMA \(name)")
    } cleanUp: {
        try await administer("DROP SCHEMA \(name) CASCADE")
    }
}

/// Runs the body with a database of its own; the database is dropped afterwards, whoever is still connected.
///
/// - Throws: ``MissingServer``; what the body throws.
package func withTestDatabase<R>(_ body: (TestDatabase) async throws -> R) async throws -> R {
    var settings = try TestEnvironment.databaseSettings()
    let name = TestNames.unique("test_")
    settings.database = name
    return try await withDatabase(name, settings, body) {
        try await administer("CREATE DATABASE \(name)")
    } cleanUp: {
        try await administer("DROP DATABASE \(name) WITH (FORCE)")
    }
}

private func withDatabase<R>(
    _ name: String, _ settings: DatabaseSettings, _ body: (TestDatabase) async throws -> R,
    setUp: () async throws -> Void, cleanUp: () async throws -> Void
) async throws -> R {
    try await FixtureLimit.with {
        try await setUp()
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
}

/// Runs one statement as the administrator, through the few connections that all fixtures of a run share.
private func administer(_ statement: String) async throws {
    let pool = try Administration.pool.get()
    // In a task of its own, so that a cancelled test still cleans up.
    try await Task { try await pool.session { try await $0.script(statement) } }.value
}

private enum Administration {
    /// Open until the process ends.
    static let pool = Result {
        var settings = try TestEnvironment.databaseSettings()
        settings.poolSize = 3
        settings.acquireTimeoutMilliseconds = 60_000
        return DatabasePool(settings: settings, logger: .silent)
    }
}
