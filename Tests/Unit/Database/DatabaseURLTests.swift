import Testing

@testable import Database

@Suite("Database URL", .timeLimit(.minutes(1)))
struct DatabaseURLTests {
    static func faults(_ url: String) -> [String] {
        do {
            _ = try DatabaseSettings(url: url)
            return []
        } catch {
            return error.faults
        }
    }

    @Test
    func `every part of a URL arrives`() throws {
        let settings = try DatabaseSettings(
            url: """
                postgres://in%20take:p%40ss%2Fword@db1:5433,db2,[::1]:5434/mpp?sslmode=verify-full\
                &sslrootcert=%2Frun%2Fca.pem&sslcert=/c.pem&sslkey=/k.pem&target_session_attrs=read-write\
                &search_path=intake,public&application_name=intake&pool_size=16&connect_timeout=3\
                &statement_timeout=0&acquire_timeout=250&max_waiting=7
                """)
        #expect(settings.user == "in take")
        #expect(settings.password == "p@ss/word")
        #expect(settings.hosts == [.init(name: "db1", port: 5433), .init(name: "db2"), .init(name: "::1", port: 5434)])
        #expect(settings.database == "mpp")
        #expect(settings.tls == .verifyFull)
        #expect(settings.rootCertificateFile == "/run/ca.pem")
        #expect(settings.clientCertificate == .init(certificateFile: "/c.pem", keyFile: "/k.pem"))
        #expect(settings.targetSession == .readWrite)
        #expect(settings.searchPath == ["intake", "public"])
        #expect(settings.applicationName == "intake")
        #expect(settings.poolSize == 16)
        #expect(settings.connectTimeoutSeconds == 3)
        #expect(settings.statementTimeoutMilliseconds == 0)
        #expect(settings.acquireTimeoutMilliseconds == 250)
        #expect(settings.maximumWaiting == 7)
    }

    @Test
    func `a socket's folder can be the host`() throws {
        let settings = try DatabaseSettings(url: "postgresql://mpp@/mpp?host=/run/postgresql")
        #expect(settings.hosts == [.init(name: "/run/postgresql")])
        #expect(try DatabaseSettings(url: "postgres://mpp@%2Frun%2Fpg:5433/mpp").hosts[0].name == "/run/pg")
    }

    @Test
    func `all faults are told at once`() {
        let faults = Self.faults(
            "postgres://:pw@host:port,/?sslmode=yes&pool_size=0&poolsize=4&target_session_attrs&search_path=,")
        #expect(
            Set(faults) == [
                "a port must be a number from 1 to 65535",
                "a host name is empty or has a blank or comma in it",
                "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full",
                "pool_size must be a number from 1 to 200",
                "a key is not a known key".replacingKey("poolsize"),
                "target_session_attrs has no value",
                "target_session_attrs must be one of any, read-write, read-only, primary, standby, prefer-standby",
                "search_path is empty",
                "no user is named",
                "no database is named",
            ])
    }

    @Test(arguments: [
        ("mysql://u@h/d", "the URL must begin with postgres://"),
        ("postgres://u@h/d?sslmode=verify-full", "sslmode verify-full needs sslrootcert"),
        ("postgres://u@h/d?sslcert=/a", "sslcert and sslkey belong together"),
        ("postgres://u:p%4@h/d", "a % in the password is not followed by two hexadecimal digits"),
        ("postgres://u:p%00@h/d", "a % in the password is not followed by two hexadecimal digits"),
        ("postgres://u:%FF@h/d", "the password is not UTF-8"),
        ("postgres://u@h/d?pool_size=4&pool_size=5", "pool_size is given twice"),
        ("postgres://u@[::1/d", "an IPv6 address lacks its closing bracket"),
        ("postgres://u@h/d#x", "a # must be written %23"),
        ("postgres://u@/d", "no host is named"),
        ("postgres://u@h/a/b", "the database name has a / in it"),
        ("postgres://u@h/d?statement_timeout=-1", "statement_timeout must be a number from 0 to 3600000"),
        ("postgres://u@h/d?connect_timeout=9999999999999999999999", "connect_timeout must be a number from 1 to 120"),
    ])
    func `a fault is told in words`(url: String, fault: String) {
        #expect(Self.faults(url).contains(fault))
    }

    @Test
    func `nothing told about a URL has its secrets`() throws {
        let settings = try DatabaseSettings(url: "postgres://mpp:hunter2secret@h/d")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] { #expect(!text.contains("hunter2secret")) }
        let error = #expect(throws: DatabaseError.self) {
            try DatabaseSettings(url: "postgres://mpp@h/d?hunter2secret&pool_size=hunter2secret")
        }
        #expect(error?.description.contains("hunter2secret") == false)
    }

    @Test
    func `the parameters say what libpq must be told`() throws {
        let settings = try DatabaseSettings(
            url: "postgres://u:p@a:1,b:2/d?search_path=with%20blank&statement_timeout=1500")
        let parameters = Dictionary(uniqueKeysWithValues: settings.parameters.map { ($0.key, $0.value) })
        #expect(parameters["host"] == "a,b")
        #expect(parameters["port"] == "1,2")
        #expect(parameters["password"] == "p")
        #expect(parameters["ssl_min_protocol_version"] == "TLSv1.2")
        #expect(parameters["options"]?.contains("-c statement_timeout=1500") == true)
    }
}

extension String {
    /// The fault of an unknown key, which is named where it is harmless.
    fileprivate func replacingKey(_ key: String) -> String { key + dropFirst("a key".count) }
}
