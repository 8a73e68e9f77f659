package import Database
import FoundationEssentials

/// What the tests find in their environment.
package enum TestEnvironment {
    /// The value of a variable, if it is set and not empty.
    package static func value(_ variable: String) -> String? {
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else { return nil }
        return value
    }

    /// Whether this is a run that decides something, in which nothing may be left out.
    package static var isDeciding: Bool { value("CI") == "true" }

    /// The database to test with, as a role that may create databases and roles.
    ///
    /// - Throws: ``MissingServer``; a fault in the URL as `DatabaseError`.
    package static func databaseSettings() throws -> DatabaseSettings {
        try DatabaseSettings(url: url(of: .database))
    }

    /// The address of a server.
    ///
    /// - Throws: ``MissingServer`` if its variable is not set.
    package static func url(of server: TestServer) throws -> String {
        guard let url = value(server.variable) else { throw MissingServer(server: server) }
        return url
    }
}
