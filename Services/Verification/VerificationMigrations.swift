import Contracts
package import Database
import Pipeline

/// The schema of verification.
package enum VerificationMigrations {
    /// The engine's tables and verification's own.
    package static let set = PipelineMigrations.set(
        for: .verification,
        own: [
            Migration(
                number: 2, name: "verification",
                sql: String(decoding: PackageResources._100_verification_sql, as: UTF8.self)),
            PipelineMigrations.audit,
            Migration(
                number: 4, name: "verification-audit",
                sql: String(decoding: PackageResources._101_audit_sql, as: UTF8.self)),
            PipelineMigrations.journal,
        ])
}
