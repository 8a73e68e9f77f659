import Database
import Foundation
import Glibc
import TestSupport

extension FaultTable {
    /// What happens to the database.
    static let database: [Fault] = [
        Fault(
            name: "PostgreSQL stops at once", isShort: true,
            inject: { stage in
                let addresses = try await stage.suite.addresses()
                guard let pid = addresses["MPP_POSTGRES_PID"].flatMap({ pid_t($0) }), kill(pid, SIGQUIT) == 0 else {
                    throw Unexpected("PostgreSQL does not run")
                }
                try await stage.hold(seconds: 3)
            },
            heal: { stage in try await stage.suite.server("start", "postgres") }),
        Fault(
            name: "PostgreSQL is killed",
            inject: { stage in try await stage.suite.server("kill", "postgres") },
            heal: { stage in try await stage.suite.server("start", "postgres") }),
        Fault(
            name: "PostgreSQL ends all sessions", isShort: true,
            inject: { stage in
                for _ in 0..<5 {
                    try await stage.holdAtRandom()
                    try await stage.endSessions()
                }
            }),
        late(seconds: 8, isShort: true), late(seconds: 30),
        Fault(
            name: "PostgreSQL is read-only", isShort: true,
            inject: { stage in
                try await stage.administer(["ALTER DATABASE mpp SET default_transaction_read_only = on"])
                try await stage.endSessions()
                try await stage.untilTrouble("503")
                try await stage.hold(seconds: 5)
            },
            heal: { stage in
                try await stage.administer(["ALTER DATABASE mpp RESET default_transaction_read_only"])
                // Whoever has connected meanwhile would stay read-only.
                try await stage.endSessions()
            }),
        Fault(
            name: "PostgreSQL has no connections left", isShort: true,
            inject: { stage in
                try await stage.administer(["ALTER DATABASE mpp CONNECTION LIMIT 1"])
                try await stage.endSessions()
                try await stage.untilTrouble("503")
                try await stage.hold(seconds: 5)
            },
            heal: { stage in try await stage.administer(["ALTER DATABASE mpp CONNECTION LIMIT -1"]) }),
        diskFull,
    ]

    /// The trap of sequences: statements that were written long before others become visible long after them; and rows that
    /// somebody holds meanwhile.
    private static func late(seconds: Int, isShort: Bool = false) -> Fault {
        Fault(
            name: "a transaction stays open for \(seconds) s", isShort: isShort,
            inject: { stage in
                let sweeps = try await stage.marks().sweeps
                let count = try await stage.database.pool.transaction { transaction in
                    var count = 0
                    for service in LocalSuite.services {
                        count += try await transaction.execute(
                            """
                            INSERT INTO \(identifier: service).outbox (message_id, recorded_at, available_at) \
                            SELECT message_id, recorded_at, now() FROM \(identifier: service).events \
                            WHERE recorded_at < now() - interval '5 s' ORDER BY recorded_at DESC LIMIT 20 \
                            ON CONFLICT DO NOTHING
                            """)
                    }
                    _ = try await transaction.column(
                        "SELECT id FROM verification.submissions WHERE closed_at IS NULL LIMIT 3 FOR UPDATE SKIP LOCKED",
                        as: UUID.self)
                    try await stage.hold(seconds: seconds)
                    return count
                }
                try await eventually(within: .seconds(60), "\(count) late statements are taken up") {
                    try await stage.marks().sweeps >= sweeps + count
                }
            })
    }

    /// The database on a file system that is full.
    private static let diskFull = Fault(
        name: "PostgreSQL's disk is full", isRequired: false,
        obstacle: { _ in Machine.hasOwnMounts ? nil : "no mounts of its own: docker/test makes them for root" },
        inject: { stage in
            let folder = try await stage.moveDatabase()
            try await SuiteFiles.fill(folder)
            try await stage.untilTrouble("503")
            try await stage.hold(seconds: 5)
        },
        heal: { stage in SuiteFiles.unfill(stage.tablespace) })
}

extension FaultStage {
    /// Ends all sessions of services.
    func endSessions() async throws {
        _ = try await database.count(
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
            WHERE datname = 'mpp' AND usename = ANY(\(LocalSuite.services))
            """)
    }

    /// Runs statements as the superuser, each by itself, in the database `postgres`, whatever is the matter with the suite's.
    func administer(_ statements: [String]) async throws {
        let url = try await suite.addresses()["MPP_DATABASE_ADMIN_URL"] ?? ""
        var settings = try DatabaseSettings(url: url)
        settings.poolSize = 1
        let pool = DatabasePool(settings: settings, logger: .silent)
        do {
            try await pool.session { session in
                for statement in statements { try await session.script(statement) }
            }
            await pool.close()
        } catch {
            await pool.close()
            throw error
        }
    }

    /// The folder of the small file system for the database.
    var tablespace: String {
        // Where PostgreSQL's user may go: beside its data.
        let location = try? String(  // Without the file the data lies in the state folder.
            contentsOfFile: suite.state + "/servers/postgres.location", encoding: .utf8)
        let data = location?.trimmingCharacters(in: .whitespacesAndNewlines) ?? suite.state + "/servers/postgres"
        return data + "-small"
    }

    /// Moves the suite's database to a file system of its own, little larger than the database.
    func moveDatabase() async throws -> String {
        let folder = tablespace
        let size = try await database.count("SELECT pg_database_size('mpp')")
        for service in LocalSuite.services { try await suite.local("stop", service) }
        try await SuiteFiles.mount(folder, bytes: size + 64 << 20, owner: "postgres")
        try await administer([
            "CREATE TABLESPACE small LOCATION '\(folder)'", "ALTER DATABASE mpp ALLOW_CONNECTIONS false",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mpp'",
            "ALTER DATABASE mpp SET TABLESPACE small", "ALTER DATABASE mpp ALLOW_CONNECTIONS true",
        ])
        try await suite.start(LocalSuite.services)
        return folder
    }
}
