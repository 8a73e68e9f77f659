import Contracts
package import Database
import Pipeline

/// The schema of intake.
package enum IntakeMigrations {
    /// The engine's tables and intake's own.
    package static let set = PipelineMigrations.set(
        for: .intake,
        own: [
            Migration(
                number: 2, name: "intake", sql: String(decoding: PackageResources._100_intake_sql, as: UTF8.self)),
            PipelineMigrations.audit,
            Migration(
                number: 4, name: "intake-audit",
                sql: String(decoding: PackageResources._101_audit_sql, as: UTF8.self)),
            PipelineMigrations.journal,
            Migration(
                number: 6, name: "intake-heard", sql: String(decoding: PackageResources._102_heard_sql, as: UTF8.self)),
            Migration(
                number: 7, name: "intake-open", sql: String(decoding: PackageResources._103_open_sql, as: UTF8.self)),
            Migration(
                number: 8, name: "intake-drafts",
                sql: String(decoding: PackageResources._104_drafts_sql, as: UTF8.self)),
        ])
}
