/// Where the database is and how it is used.
///
/// ```
/// postgres://user:password@host1:5432,host2:5432/name?sslmode=verify-full&sslrootcert=/run/ca.pem&search_path=intake
/// ```
/// Keys after the `?`: `sslmode`, `sslrootcert`, `sslcert`, `sslkey`, `target_session_attrs`, `search_path`,
/// `application_name`, `pool_size` (1–200), `connect_timeout` (seconds for each host, 1–120), `statement_timeout`
/// (milliseconds, 0–3600000, 0 = none), `acquire_timeout` (milliseconds, 1–600000), `max_waiting` (1–1000000), `host`
/// (a folder with a socket). Unknown keys are faults, so that a misspelt one is noticed.
package struct DatabaseSettings: Sendable, Hashable {
    /// The hosts, tried in order.
    package var hosts: [Host]
    /// The role to log in as.
    package var user: String
    /// The role's password, if the server asks for one.
    package var password: String?
    /// The database.
    package var database: String
    /// How the connection is protected.
    package var tls: TLSMode = .prefer
    /// The file with the certificates of the authorities to trust.
    package var rootCertificateFile: String?
    /// The client's certificate and key files.
    package var clientCertificate: ClientCertificate?
    /// Which kind of server is looked for among the hosts.
    package var targetSession: TargetSession = .any
    /// The role that every session takes on after the login; nil for the login's own.
    package var role: String?
    /// The schemas in which unqualified names are looked up.
    package var searchPath: [String] = []
    /// The name shown in `pg_stat_activity`.
    package var applicationName = "mpp"
    /// The greatest number of connections.
    package var poolSize = 8
    /// How long one host may take to answer a connection attempt.
    ///
    /// - Units: seconds.
    package var connectTimeoutSeconds = 5
    /// How long one statement may run on the server; 0 means for ever.
    ///
    /// - Units: milliseconds.
    package var statementTimeoutMilliseconds = 30_000
    /// How long a caller waits for a connection before it is told that there is none.
    ///
    /// - Units: milliseconds.
    package var acquireTimeoutMilliseconds = 5_000
    /// How many statements and transactions may wait for a connection; one more is refused at once.
    package var maximumWaiting = 10_000

    /// Reads the settings from a URL.
    ///
    /// - Throws: ``DatabaseError`` with code `.configuration`, which lists every fault and prints no value.
    package init(url: String, fileID: String = #fileID, line: Int = #line) throws(DatabaseError) {
        var parser = DatabaseURL(url)
        guard let settings = parser.settings() else {
            throw DatabaseError(
                code: .configuration, operation: "read the database URL", caller: Caller(fileID: fileID, line: line),
                faults: parser.faults)
        }
        self = settings
    }

    /// Settings for one host, all else by default.
    init(hosts: [Host], user: String, password: String?, database: String) {
        self.hosts = hosts
        self.user = user
        self.password = password
        self.database = database
    }
}

extension DatabaseSettings {
    /// One server's address.
    package struct Host: Sendable, Hashable {
        /// A name, an address, or the absolute path of a socket's folder.
        package var name: String
        /// The port.
        package var port: Int

        /// Names an address.
        package init(name: String, port: Int = 5432) {
            self.name = name
            self.port = port
        }
    }

    /// The files of a client certificate.
    package struct ClientCertificate: Sendable, Hashable {
        /// The certificate, PEM.
        package var certificateFile: String
        /// Its private key, PEM.
        package var keyFile: String

        /// Names the files.
        package init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// How the connection is protected.
    ///
    /// - Source: PostgreSQL 15 manual, table 34.1.
    package enum TLSMode: String, Sendable, Hashable, CaseIterable {
        /// In clear.
        case disable
        /// In clear, encrypted only if the server insists.
        case allow
        /// Encrypted if the server can.
        case prefer
        /// Encrypted, to whomever.
        case require
        /// Encrypted, to a server whose certificate is from a trusted authority.
        case verifyCA = "verify-ca"
        /// The same, and the certificate names the host.
        case verifyFull = "verify-full"
    }

    /// Which kind of server is looked for.
    ///
    /// - Source: PostgreSQL 15 manual, 34.1.2 `target_session_attrs`.
    package enum TargetSession: String, Sendable, Hashable, CaseIterable {
        /// Any that lets us in.
        case any
        /// One that takes writes.
        case readWrite = "read-write"
        /// One that refuses writes.
        case readOnly = "read-only"
        /// One that is not in recovery.
        case primary
        /// One that is in recovery.
        case standby
        /// One in recovery if there is any, else any.
        case preferStandby = "prefer-standby"

        /// Whether a server that refuses writes is the wrong one.
        var needsWrites: Bool { self == .readWrite || self == .primary }
    }
}

extension DatabaseSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Hosts, database and role; never the password.
    package var description: String {
        let places = hosts.map { $0.name.hasPrefix("/") ? $0.name : "\($0.name):\($0.port)" }
        return "\(user)@\(places.joined(separator: ","))/\(database)"
    }

    /// The same as the description.
    package var debugDescription: String { description }

    /// Shows the description only, so that a dump has no password either.
    package var customMirror: Mirror { Mirror(self, children: ["target": description]) }
}
