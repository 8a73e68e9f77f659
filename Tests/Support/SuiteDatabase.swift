package import Database
import FoundationEssentials

/// The suite's database as the administrator sees it.
package struct SuiteDatabase: Sendable {
    /// A pool of the superuser.
    package let pool: DatabasePool

    /// Runs a body with connections to the suite's database.
    ///
    /// - Throws: what the body throws.
    package static func with<Result: Sendable>(
        _ suite: LocalSuite, connections: Int = 1, _ body: (SuiteDatabase) async throws -> Result
    ) async throws -> Result {
        let url = try await suite.addresses()["MPP_DATABASE_ADMIN_URL"] ?? ""
        var settings = try DatabaseSettings(
            url: url.replacing("/postgres?", with: "/mpp?").replacingSuffix("/postgres", with: "/mpp"))
        settings.poolSize = connections
        let pool = DatabasePool(settings: settings, logger: .silent)
        do {
            let result = try await body(SuiteDatabase(pool: pool))
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }

    /// How many rows a query counts.
    ///
    /// - Throws: `DatabaseError`.
    package func count(_ sql: SQL) async throws -> Int {
        Int(try await pool.scalar(sql, as: Int64.self) ?? -1)
    }
}

extension String {
    /// The text with its end replaced.
    fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
    }
}
