import Database
import Logging

/// The suite's database for the length of a command.
enum SuiteDatabase {
    /// Runs a body with a pool of the administrator's, or of a role that the administrator takes on, whose unqualified
    /// names mean one schema.
    static func with<Result: Sendable>(
        schema: String, role: String? = nil, _ environment: OperatorEnvironment,
        _ body: (DatabasePool) async throws -> Result
    ) async throws -> Result {
        var settings = try DatabaseSettings(url: environment.databaseURL())
        settings.poolSize = 2
        settings.searchPath = [schema]
        settings.role = role
        settings.applicationName = "mpp"
        settings.statementTimeoutMilliseconds = 600_000
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
}
