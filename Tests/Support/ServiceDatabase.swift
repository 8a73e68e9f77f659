package import Database
import Logging

/// A service's schema in a database of its own, reached as the service's role with the service's rights.
package struct ServiceDatabase: Sendable {
    /// A pool of the superuser, the schema on its search path: for arranging and for tampering.
    package let admin: DatabasePool
    /// A pool of a login that has the service role's rights and no others.
    package let service: DatabasePool
    /// How the service's login connects; for pools of a test's own.
    package let settings: DatabaseSettings
}

/// Runs the body with a service's schema, migrated as `mpp setup` does it.
///
/// - Parameters:
///   - set: the schema's migrations; its name is the service role's.
///   - roles: further roles that the migrations grant rights to.
///   - body: the test.
/// - Returns: what the body returns.
/// - Throws: ``MissingServer``; what the body throws.
package func withServiceDatabase<R>(
    _ set: MigrationSet, roles: [String] = [], _ body: (ServiceDatabase) async throws -> R
) async throws -> R {
    await ServiceDatabasePlaces.shared.take()
    defer { Task { await ServiceDatabasePlaces.shared.give() } }
    return try await withTestDatabase { database in
        let owner = "\(set.schema)_owner"
        let login = TestNames.unique("login_")
        try await database.pool.session { session in
            for role in [set.schema, owner, "auditor"] + roles {
                // Roles belong to the whole server; another suite may make the same one at this moment.
                try await session.script(
                    """
                    DO $$ BEGIN CREATE ROLE \(role); \
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
                    """)
            }
            try await session.script("CREATE ROLE \(login) LOGIN PASSWORD '\(login)' IN ROLE \(set.schema)")
            _ = try await Migrator().apply(set, ownerRole: owner, on: session)
        }
        var settings = database.settings
        settings.searchPath = [set.schema]
        settings.poolSize = 4
        let admin = DatabasePool(settings: settings, logger: .silent)
        settings.user = login
        settings.password = login
        let service = DatabasePool(settings: settings, logger: .silent)
        do {
            let result = try await body(ServiceDatabase(admin: admin, service: service, settings: settings))
            await service.close()
            try await drop(login, with: admin)
            return result
        } catch {
            await service.close()
            // The test has failed already; what it left behind must not hide why.
            try? await drop(login, with: admin)
            throw error
        }
    }
}

private func drop(_ login: String, with admin: DatabasePool) async throws {
    // In a task of its own, so that a cancelled test still cleans up.
    try await Task { try await admin.session { try await $0.script("DROP ROLE \(login)") } }.value
    await admin.close()
}

/// Lets a few tests at a time have a database, since a server has so many connections and no more.
private actor ServiceDatabasePlaces {
    static let shared = ServiceDatabasePlaces()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func give() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
