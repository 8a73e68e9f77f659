/// The settings of a public HTTP port.
///
/// - Shape:
///   - `http.host` (text, default 127.0.0.1; 0.0.0.0 in containers); `http.port` (0–65535, default by service; 0 takes
///     any free port).
///   - `http.maxConnections` (1–100000, default 4096); `http.idleTimeoutSeconds` (1–3600, default 60).
///   - `http.accessLog` (off, errors or all, default errors).
package struct HTTPServerSettings: Sendable, Equatable {
    /// Which requests are logged.
    package enum AccessLog: String, CaseIterable, Sendable {
        /// None.
        case off
        /// Those answered with 5xx.
        case errors
        /// All.
        case all
    }

    /// The address.
    package var host: String
    /// The port.
    package var port: Int
    /// The most connections at a time; more wait in the backlog.
    package var maxConnections: Int
    /// When an idle connection is closed.
    package var idleTimeoutSeconds: Int
    /// Which requests are logged.
    package var accessLog: AccessLog

    /// Settings given directly.
    package init(
        host: String = "127.0.0.1", port: Int, maxConnections: Int = 4096, idleTimeoutSeconds: Int = 60,
        accessLog: AccessLog = .errors
    ) {
        self.host = host
        self.port = port
        self.maxConnections = maxConnections
        self.idleTimeoutSeconds = idleTimeoutSeconds
        self.accessLog = accessLog
    }

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader, defaultPort: Int) {
        host = settings.string("http.host", default: "127.0.0.1")
        port = settings.int("http.port", default: defaultPort, range: 0...65_535)
        maxConnections = settings.int("http.maxConnections", default: 4096, range: 1...100_000)
        idleTimeoutSeconds = settings.int("http.idleTimeoutSeconds", default: 60, range: 1...3600)
        accessLog = settings.choice("http.accessLog", default: AccessLog.errors)
    }
}
