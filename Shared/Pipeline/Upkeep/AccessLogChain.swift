import Database

/// Links the entries of the access log into the chain of their region, in batches under an advisory lock.
///
/// The work is one call of the schema's own function, so that what is hashed never leaves the database; replicas that come
/// at the same time find the lock taken and have nothing to do.
package struct AccessLogChain: DueSource {
    /// The name in logs and metrics.
    package let name = "access-log-chain"

    /// Makes a source.
    package init() {}

    /// Appends links for what has none.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        // A look without a transaction of its own: mostly there is nothing.
        let isWaiting = try await engine.pool.scalar("SELECT EXISTS (SELECT FROM access_log_unlinked)", as: Bool.self)
        guard isWaiting == true else { return 0 }
        let linked = try await engine.pool.scalar("SELECT link_access_log(\(Int32(clamping: limit)))", as: Int32.self)
        return Int(linked ?? 0)
    }
}
