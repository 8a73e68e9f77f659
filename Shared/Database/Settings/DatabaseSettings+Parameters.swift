extension DatabaseSettings {
    /// The connection parameters as libpq names them.
    ///
    /// - Source: PostgreSQL 15 manual, 34.1.2.
    var parameters: [(key: String, value: String)] {
        var list: [(key: String, value: String)] = [
            ("host", hosts.map(\.name).joined(separator: ",")),
            ("port", hosts.map { String($0.port) }.joined(separator: ",")),
            ("user", user),
            ("dbname", database),
            ("application_name", applicationName),
            ("client_encoding", "UTF8"),
            ("connect_timeout", String(connectTimeoutSeconds)),
            ("target_session_attrs", targetSession.rawValue),
            ("sslmode", tls.rawValue),
            ("ssl_min_protocol_version", "TLSv1.2"),
            ("gssencmode", "disable"),
            ("keepalives", "1"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
            ("options", options),
        ]
        if let password { list.append(("password", password)) }
        if let rootCertificateFile { list.append(("sslrootcert", rootCertificateFile)) }
        if let clientCertificate {
            list.append(("sslcert", clientCertificate.certificateFile))
            list.append(("sslkey", clientCertificate.keyFile))
        }
        return list
    }

    /// The server settings of each session, as command line options of its backend.
    private var options: String {
        var settings = [
            "statement_timeout=\(statementTimeoutMilliseconds)",
            "idle_in_transaction_session_timeout=60000",
            "lock_timeout=0",
            "TimeZone=UTC",
            "bytea_output=hex",
        ]
        if let role { settings.append("role=\(role)") }
        if !searchPath.isEmpty {
            settings.append("search_path=\(searchPath.map(SQL.quoted(identifier:)).joined(separator: ","))")
        }
        return settings.map { "-c \(Self.escaped($0))" }.joined(separator: " ")
    }

    /// Blanks and backslashes end an option unless a backslash stands before them.
    private static func escaped(_ option: String) -> String {
        var text = ""
        for character in option {
            if character == " " || character == "\\" { text.append("\\") }
            text.append(character)
        }
        return text
    }
}
