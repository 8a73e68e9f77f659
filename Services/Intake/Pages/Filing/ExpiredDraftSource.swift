import Contracts
import Database
package import Pipeline

/// Deletes drafts that nobody has touched for a month.
package struct ExpiredDraftSource: DueSource {
    /// The name in logs and metrics.
    package let name = "expired-drafts"

    /// Makes a source.
    package init() {}

    /// Deletes what is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        try await engine.perform { unit in
            Int(
                try await unit.transaction.execute(
                    """
                    DELETE FROM drafts WHERE (region, subject, service_code) IN (SELECT region, subject, service_code \
                    FROM drafts WHERE expires_at <= now() ORDER BY expires_at LIMIT \(Int64(limit)) \
                    FOR UPDATE SKIP LOCKED)
                    """))
        }
    }
}
