/// Takes a database URL apart and collects all that is wrong with it.
struct DatabaseURL {
    /// Everything found wrong, without values.
    private(set) var faults: [String] = []
    private let text: String

    /// Remembers a URL.
    init(_ text: String) { self.text = text }

    /// The settings, or nothing if there are faults.
    mutating func settings() -> DatabaseSettings? {
        guard let scheme = ["postgres://", "postgresql://"].first(where: { text.hasPrefix($0) }) else {
            faults.append("the URL must begin with postgres://")
            return nil
        }
        var rest = text.dropFirst(scheme.count)
        if rest.contains("#") { faults.append("a # must be written %23") }
        let query = Self.cut(&rest, at: "?")
        let database = Self.cut(&rest, at: "/")
        var hostList = rest
        var credentials: Substring?
        if let at = rest.lastIndex(of: "@") {
            credentials = rest[..<at]
            hostList = rest[rest.index(after: at)...]
        }
        var settings = DatabaseSettings(
            hosts: hosts(hostList), user: "", password: nil, database: decoded(database ?? "", "database name"))
        read(credentials: credentials, into: &settings)
        for (key, value) in parameters(query) { set(key, value, in: &settings) }
        check(settings)
        return faults.isEmpty ? settings : nil
    }

    private mutating func read(credentials: Substring?, into settings: inout DatabaseSettings) {
        guard var user = credentials else { return }
        let password = Self.cut(&user, at: ":")
        settings.user = decoded(user, "user name")
        settings.password = password.map { decoded($0, "password") }
    }

    private mutating func hosts(_ list: Substring) -> [DatabaseSettings.Host] {
        guard !list.isEmpty else { return [] }
        return list.split(separator: ",", omittingEmptySubsequences: false).compactMap { host($0) }
    }

    private mutating func host(_ entry: Substring) -> DatabaseSettings.Host? {
        var name = entry
        var port: Substring?
        if entry.hasPrefix("[") {
            guard let close = entry.firstIndex(of: "]") else {
                faults.append("an IPv6 address lacks its closing bracket")
                return nil
            }
            name = entry[entry.index(after: entry.startIndex)..<close]
            let tail = entry[entry.index(after: close)...]
            if tail.hasPrefix(":") {
                port = tail.dropFirst()
            } else if !tail.isEmpty {
                faults.append("after an IPv6 address only :port may stand")
            }
        } else {
            port = Self.cut(&name, at: ":")
        }
        let number = port.map { Int($0) ?? 0 } ?? 5432
        if !(1...65_535).contains(number) { faults.append("a port must be a number from 1 to 65535") }
        let host = decoded(name, "host name")
        if host.isEmpty || host.contains(where: { $0 == "," || $0.isWhitespace }) {
            faults.append("a host name is empty or has a blank or comma in it")
        }
        return DatabaseSettings.Host(name: host, port: number)
    }

    private mutating func parameters(_ query: Substring?) -> [(key: String, value: String)] {
        guard let query, !query.isEmpty else { return [] }
        var seen: Set<String> = []
        return query.split(separator: "&").map { pair in
            var name = pair
            let value = Self.cut(&name, at: "=")
            let key = decoded(name, "key")
            if value == nil { faults.append("\(Self.shown(key)) has no value") }
            if !seen.insert(key).inserted { faults.append("\(Self.shown(key)) is given twice") }
            return (key, decoded(value ?? "", Self.shown(key)))
        }
    }

    private mutating func set(_ key: String, _ value: String, in settings: inout DatabaseSettings) {
        switch key {
        case "sslmode": settings.tls = choice(key, value) ?? settings.tls
        case "sslrootcert": settings.rootCertificateFile = text(key, value)
        case "sslcert":
            settings.clientCertificate = .init(
                certificateFile: text(key, value), keyFile: settings.clientCertificate?.keyFile ?? "")
        case "sslkey":
            settings.clientCertificate = .init(
                certificateFile: settings.clientCertificate?.certificateFile ?? "", keyFile: text(key, value))
        case "target_session_attrs": settings.targetSession = choice(key, value) ?? settings.targetSession
        case "search_path":
            settings.searchPath = value.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
            if settings.searchPath.isEmpty { faults.append("search_path is empty") }
        case "application_name": settings.applicationName = text(key, value)
        case "pool_size": settings.poolSize = number(key, value, 1...200)
        case "connect_timeout": settings.connectTimeoutSeconds = number(key, value, 1...120)
        case "statement_timeout": settings.statementTimeoutMilliseconds = number(key, value, 0...3_600_000)
        case "acquire_timeout": settings.acquireTimeoutMilliseconds = number(key, value, 1...600_000)
        case "max_waiting": settings.maximumWaiting = number(key, value, 1...1_000_000)
        case "host": settings.hosts.append(DatabaseSettings.Host(name: text(key, value)))
        default: faults.append("\(Self.shown(key)) is not a known key")
        }
    }

    private mutating func check(_ settings: DatabaseSettings) {
        if settings.hosts.isEmpty { faults.append("no host is named") }
        if settings.user.isEmpty { faults.append("no user is named") }
        if settings.database.isEmpty { faults.append("no database is named") }
        if settings.database.contains("/") { faults.append("the database name has a / in it") }
        if [.verifyCA, .verifyFull].contains(settings.tls), settings.rootCertificateFile == nil {
            faults.append("sslmode \(settings.tls.rawValue) needs sslrootcert")
        }
        if let client = settings.clientCertificate, client.certificateFile.isEmpty || client.keyFile.isEmpty {
            faults.append("sslcert and sslkey belong together")
        }
    }

    private mutating func choice<C: RawRepresentable<String> & CaseIterable>(_ key: String, _ value: String) -> C? {
        if let choice = C(rawValue: value) { return choice }
        faults.append("\(key) must be one of \(C.allCases.map(\.rawValue).joined(separator: ", "))")
        return nil
    }

    private mutating func number(_ key: String, _ value: String, _ range: ClosedRange<Int>) -> Int {
        if let number = Int(value), range.contains(number) { return number }
        faults.append("\(key) must be a number from \(range.lowerBound) to \(range.upperBound)")
        return range.lowerBound
    }

    private mutating func text(_ key: String, _ value: String) -> String {
        if value.isEmpty { faults.append("\(key) is empty") }
        return value
    }

    private mutating func decoded(_ text: Substring, _ what: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(Self.hex), let low = rest.popFirst().flatMap(Self.hex),
                high + low > 0
            else {
                faults.append("a % in the \(what) is not followed by two hexadecimal digits")
                return ""
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            faults.append("the \(what) is not UTF-8")
            return ""
        }
        return decoded
    }

    /// Cuts off what follows the first separator, and returns it.
    private static func cut(_ text: inout Substring, at separator: Character) -> Substring? {
        guard let index = text.firstIndex(of: separator) else { return nil }
        defer { text = text[..<index] }
        return text[text.index(after: index)...]
    }

    /// A key as it may be printed: a mistyped URL may have a secret where a key should be.
    private static func shown(_ key: String) -> String {
        let plain = key.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        return plain && (1...32).contains(key.utf8.count) ? key : "a key"
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
