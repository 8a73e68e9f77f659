import Database
import TestSupport
import Testing

@Suite("Server restarts and TLS", .requireServer(.privateServers), .serialized, .timeLimit(.minutes(5)))
struct PrivateServerTests {
    /// Runs the body with a server of its own and a pool for it.
    static func withServer(
        _ change: (inout DatabaseSettings) -> Void = { _ in },
        _ body: (PrivateServers, DatabaseSettings, DatabasePool) async throws -> Void
    ) async throws {
        try await PrivateServers.with(.postgres) { servers in
            let environment = try await servers.environment()
            var settings = try DatabaseSettings(url: try #require(environment["MPP_DATABASE_ADMIN_URL"]))
            change(&settings)
            let pool = DatabasePool(settings: settings, logger: .silent)
            do {
                try await body(servers, settings, pool)
                await pool.close()
            } catch {
                await pool.close()
                throw error
            }
        }
    }

    /// Inserts numbers from several tasks, each again and again until it is in, and stops at the signal.
    static func insertNumbers(
        _ pool: DatabasePool, until stop: Gate, done: Tally
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var number = 0
                    while !stop.isOpen {
                        number += 1
                        let value = task * 1_000_000 + number
                        // What may have been done already is tried again too, so a repeat must be no error.
                        while true {
                            do throws(DatabaseError) {
                                try await pool.execute(
                                    "INSERT INTO numbers VALUES (\(value)) ON CONFLICT DO NOTHING")
                                break
                            } catch {
                                try #require(error.disposition == .transient, "\(error)")
                            }
                        }
                        done.add()
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    enum Interruption: String, CaseIterable {
        case restart, kill
    }

    @Test(arguments: Interruption.allCases)
    func `the pool recovers by itself, and what it confirmed is there`(interruption: Interruption) async throws {
        try await Self.withServer { servers, _, pool in
            try await pool.execute("CREATE TABLE numbers (n bigint PRIMARY KEY)")
            let (stop, done) = (Gate(), Tally())
            let inserting = Task { try await Self.insertNumbers(pool, until: stop, done: done) }
            try await eventually("rows go in") { done.count > 100 }
            switch interruption {
            case .restart: try await servers.restart(.postgres)
            case .kill:
                try await servers.kill(.postgres)
                try await servers.start(.postgres)
            }
            let before = done.count
            try await eventually("rows go in again") { done.count > before + 100 }
            stop.open()
            try await inserting.value
            let count = try await pool.scalar("SELECT count(*) FROM numbers", as: Int.self)
            #expect(count == done.count)
            #expect(pool.statistics.lost > 0)
            #expect(pool.state == .ready)
        }
    }

    @Test
    func `while the server is down callers are told in time, and afterwards it works again`() async throws {
        try await Self.withServer {
            $0.acquireTimeoutMilliseconds = 500
        } _: { servers, _, pool in
            try await eventually("the server answers") { try await pool.execute("SELECT 1") == 1 }
            try await servers.stop(.postgres)
            try await eventually("the state says so") {
                if case .connecting = pool.state { true } else { false }
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { try await $0.execute("SELECT 2") }
            }
            #expect(error?.code == .unavailable)
            #expect(error?.mayHaveTakenEffect == false)
            try await servers.start(.postgres)
            try await eventually("the pool is ready again") { pool.state == .ready }
            try await expectScalar(pool, "SELECT 3", 3)
        }
    }

    @Test
    func `a server process that has stopped answering is given up`() async throws {
        try await Self.withServer { _, settings, admin in
            var hasty = settings
            hasty.statementTimeoutMilliseconds = 200
            hasty.poolSize = 1
            let pool = DatabasePool(settings: hasty, logger: .silent)
            let found = try await pool.scalar("SELECT pg_backend_pid()", as: Int.self)
            let process = try #require(found)
            func signal(_ name: String) async throws {
                try await admin.session { session in
                    try await session.script("COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -\(name) \(process)'")
                }
            }
            try await signal("STOP")
            let error = await #expect(throws: DatabaseError.self) { try await pool.execute("SELECT 1") }
            #expect(error?.code == .connectionLost)
            #expect(error?.message == "the server stopped answering")
            try await expectScalar(pool, "SELECT 2", 2)
            try await signal("CONT")
            await pool.close()
        }
    }

    @Test
    func `only a server with the right certificate and name is trusted`() async throws {
        try await Self.withServer { _, settings, admin in
            try await withTemporaryDirectory { directory in
                try await Self.enableTLS(admin, directory: directory)
                func answer(host: String, certificate: String) async throws -> Bool? {
                    var secured = settings
                    secured.hosts[0].name = host
                    secured.tls = .verifyFull
                    secured.rootCertificateFile = certificate
                    secured.acquireTimeoutMilliseconds = 2_000
                    let pool = DatabasePool(settings: secured, logger: .silent)
                    defer { Task { await pool.close() } }
                    return try await pool.scalar(
                        "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", as: Bool.self)
                }
                let trusted = directory + "/server.crt"
                try await eventually("the server takes its certificate") {
                    try await answer(host: "localhost", certificate: trusted) == true
                }
                let stranger = await #expect(throws: DatabaseError.self) {
                    _ = try await answer(host: "localhost", certificate: directory + "/other.crt")
                }
                #expect(stranger?.description.contains("certificate verify failed") == true)
                let wrongName = await #expect(throws: DatabaseError.self) {
                    _ = try await answer(host: "127.0.0.1", certificate: trusted)
                }
                #expect(wrongName?.description.contains("does not match host name") == true)
            }
        }
    }

    /// Gives the server a certificate for `localhost`, and leaves another beside it.
    private static func enableTLS(_ admin: DatabasePool, directory: String) async throws {
        for (name, host) in [("server", "localhost"), ("other", "elsewhere")] {
            _ = try await Command.check(
                "openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=\(host)",
                    "-addext", "subjectAltName=DNS:\(host)", "-keyout", "\(directory)/\(name).key",
                    "-out", "\(directory)/\(name).crt",
                ])
        }
        try await admin.session { session in
            // The server writes the files itself, so that they are its own and as closed as it insists on.
            for file in ["server.crt", "server.key"] {
                let text = try await Command.check("cat", ["\(directory)/\(file)"])
                try await session.script(
                    """
                    COPY (SELECT unnest(string_to_array($pem$\(text)$pem$, E'\\n')))
                    TO PROGRAM 'umask 077; cat > \(file)'
                    """)
            }
            try await session.script("ALTER SYSTEM SET ssl = on")
            try await session.script("SELECT pg_reload_conf()")
        }
    }
}
