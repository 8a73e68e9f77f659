/// A kind of row that becomes due: schedules, nudges, checks to ask again, notices to send again.
package protocol DueSource: Sendable {
    /// The name in logs and metrics.
    var name: String { get }

    /// Claims due rows with `FOR UPDATE SKIP LOCKED` and does their work in the same transaction.
    ///
    /// - Parameters:
    ///   - limit: rows to claim at most.
    ///   - engine: where to work.
    /// - Returns: how many were due; as many as the limit means that more may be.
    /// - Throws: what the database says; nothing of the claim is kept then.
    func runDue(limit: Int, in engine: Engine) async throws -> Int
}
