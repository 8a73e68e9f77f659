import Contracts
package import Database
import Pipeline

/// The schema of archiving.
package enum ArchivingMigrations {
    /// The role that may delete content, and nothing else.
    package static let disposalRole = "archiving_disposal"

    /// The engine's tables and archiving's own; the role `archiving_disposal` must exist before.
    package static let set = PipelineMigrations.set(
        for: .archiving,
        own: [
            Migration(
                number: 2, name: "archiving",
                sql: String(decoding: PackageResources._100_archiving_sql, as: UTF8.self)),
            PipelineMigrations.audit,
            Migration(
                number: 4, name: "archiving-audit",
                sql: String(decoding: PackageResources._101_audit_sql, as: UTF8.self)),
            PipelineMigrations.journal,
        ])
}
