import ArchivingService
import Contracts
import Database
import IntakeService
import Logging
import NotificationService
import VerificationService

/// Roles, database, schemas and grants.
struct DatabaseSetup: Sendable {
    private let adminURL: String
    private let databaseName: String
    private let suiteURL: String
    private let passwords: [ServiceName: String]
    private let isDryRun: Bool

    init(environment: OperatorEnvironment, isDryRun: Bool) throws {
        adminURL = try environment.required(
            "MPP_DATABASE_ADMIN_URL", for: "how to reach PostgreSQL as an administrator")
        databaseName = environment.databaseName
        suiteURL = try environment.databaseURL()
        var passwords: [ServiceName: String] = [:]
        for service in ServiceName.allCases {
            passwords[service] = try environment.secret(Secrets.databasePassword(service))
        }
        self.passwords = passwords
        self.isDryRun = isDryRun
    }

    /// The schemas in the order of set-up.
    static let sets: [(service: ServiceName, set: MigrationSet)] = [
        (.intake, IntakeMigrations.set), (.verification, VerificationMigrations.set),
        (.notification, NotificationMigrations.set), (.archiving, ArchivingMigrations.set),
    ]

    /// Does or plans everything.
    func run() async throws -> [SetupStep] {
        var steps = try await withPool(adminURL) { pool in
            try await makeRoles(pool) + makeDatabase(pool)
        }
        let isThere = !steps.contains { $0.what == "database \(databaseName)" && $0.outcome == .missing }
        if isThere {
            steps += try await withPool(suiteURL) { pool in try await makeSchemas(pool) }
        }
        return steps
    }

    private func withPool<Result: Sendable>(
        _ url: String, _ body: (DatabasePool) async throws -> Result
    ) async throws -> Result {
        var settings = try DatabaseSettings(url: url)
        settings.poolSize = 1
        settings.applicationName = "mpp setup"
        let pool = DatabasePool(settings: settings, logger: Logger(label: "mpp") { _ in SwiftLogNoOpLogHandler() })
        do {
            let result = try await body(pool)
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    private func makeRoles(_ pool: DatabasePool) async throws -> [SetupStep] {
        var steps: [SetupStep] = []
        let groups = ["auditor", "archiving_disposal"] + ServiceName.allCases.map { "\($0.rawValue)_owner" }
        for role in groups {
            steps.append(try await makeRole(role, options: "NOLOGIN", password: nil, pool))
        }
        for service in ServiceName.allCases {
            steps.append(
                try await makeRole(service.rawValue, options: "LOGIN", password: passwords[service], pool))
        }
        return steps
    }

    private func makeRole(
        _ role: String, options: String, password: String?, _ pool: DatabasePool
    ) async throws -> SetupStep {
        let found =
            try await pool.scalar(
                "SELECT true FROM pg_roles WHERE rolname = \(role)", as: Bool.self) ?? false
        let name = SQL.quoted(identifier: role)
        guard !isDryRun else { return SetupStep(what: "role \(role)", outcome: found ? .present : .missing) }
        if !found { try await pool.session { try await $0.script("CREATE ROLE \(name) \(options)") } }
        if let password {
            // format() quotes the literal on the server; the statement holds the password and is not logged by default.
            let statement = try await pool.scalar(
                "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', \(role), \(password))", as: String.self)
            try await pool.session { try await $0.script(statement ?? "") }
        }
        return SetupStep(what: "role \(role)", outcome: found ? (password == nil ? .present : .set) : .made)
    }

    private func makeDatabase(_ pool: DatabasePool) async throws -> [SetupStep] {
        let what = "database \(databaseName)"
        let found =
            try await pool.scalar(
                "SELECT true FROM pg_database WHERE datname = \(databaseName)", as: Bool.self) ?? false
        if found { return [SetupStep(what: what, outcome: .present)] }
        if isDryRun { return [SetupStep(what: what, outcome: .missing)] }
        try await pool.session { try await $0.script("CREATE DATABASE \(SQL.quoted(identifier: databaseName))") }
        return [SetupStep(what: what, outcome: .made)]
    }

    private func makeSchemas(_ pool: DatabasePool) async throws -> [SetupStep] {
        var steps: [SetupStep] = []
        for (service, set) in Self.sets {
            let owner = "\(service.rawValue)_owner"
            if isDryRun {
                let plan = try await pool.session { try await Migrator().plan(set, on: $0) }
                steps += set.migrations.map { migration in
                    let isPending = plan.pending.contains { $0.number == migration.number }
                    return Self.step(service, migration, isPending ? .missing : .present)
                }
                continue
            }
            let applied = try await pool.session { try await Migrator().apply(set, ownerRole: owner, on: $0) }
            steps += set.migrations.map { migration in
                Self.step(service, migration, applied.contains { $0.number == migration.number } ? .made : .present)
            }
            try await pool.session { try await $0.script(Self.upkeep(service.rawValue, owner: owner)) }
        }
        for service in ServiceName.allCases { steps.append(try await setPlanning(service.rawValue, pool)) }
        return steps
    }

    /// How a service's statements are planned.
    ///
    /// All of them find rows by keys and what they touch is cached, so a plan by index is right however large the tables
    /// are. One that was made while they were empty is kept when they have grown, and must not read them whole then.
    private static let planning = [
        "enable_hashjoin=off", "enable_material=off", "enable_mergejoin=off", "enable_seqscan=off", "jit=off",
        "plan_cache_mode=force_generic_plan", "random_page_cost=0.1", "seq_page_cost=0.1",
    ]

    private func setPlanning(_ role: String, _ pool: DatabasePool) async throws -> SetupStep {
        let what = "planning of \(role)"
        let present = try await pool.scalar(
            """
            SELECT setconfig FROM pg_db_role_setting JOIN pg_roles r ON r.oid = setrole \
            JOIN pg_database d ON d.oid = setdatabase WHERE rolname = \(role) AND datname = current_database()
            """, as: [String].self)
        let missing = Self.planning.filter { !(present ?? []).contains($0) }
        if missing.isEmpty { return SetupStep(what: what, outcome: .present) }
        if isDryRun { return SetupStep(what: what, outcome: .missing) }
        let (name, database) = (SQL.quoted(identifier: role), SQL.quoted(identifier: databaseName))
        for setting in missing {
            try await pool.session {
                try await $0.script("ALTER ROLE \(name) IN DATABASE \(database) SET \(setting)")
            }
        }
        return SetupStep(what: what, outcome: .set)
    }

    private static func step(
        _ service: ServiceName, _ migration: Migration, _ outcome: SetupStep.Outcome
    ) -> SetupStep {
        SetupStep(what: "schema \(service.rawValue) \(migration.number) \(migration.name)", outcome: outcome)
    }

    /// What every run renews: the partitions of the months to come, and the service's right to read its version.
    private static func upkeep(_ schema: String, owner: String) -> String {
        """
        BEGIN;
        SET LOCAL ROLE \(SQL.quoted(identifier: owner));
        SET LOCAL search_path = \(SQL.quoted(identifier: schema)), pg_temp;
        SELECT ensure_event_partitions(24);
        GRANT SELECT ON schema_versions TO \(SQL.quoted(identifier: schema));
        COMMIT;
        """
    }
}
