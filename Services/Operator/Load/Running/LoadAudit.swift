import Database

/// The audit after a run.
enum LoadAudit {
    /// How long it waits for messages on their way.
    private static let settle = Duration.seconds(15)

    /// Audits the books of all services from their counters; a remark says when they cannot be read.
    static func take(_ environment: OperatorEnvironment, remarks: inout [String]) async -> AuditFacts? {
        do {
            let report = try await SuiteDatabase.with(schema: "archiving", role: "auditor", environment) { pool in
                try await Auditor(pool: pool, isExact: false, region: nil, settle: settle).run()
            }
            return AuditFacts(report)
        } catch {
            remarks.append("The books could not be audited: \(error)")
            return nil
        }
    }
}
