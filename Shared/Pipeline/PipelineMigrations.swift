package import Contracts
package import Database

/// The engine's migrations, and how a service's schema is put together.
package enum PipelineMigrations {
    /// The engine's tables; the first step of every service's schema.
    package static let engine = Migration(
        number: 1, name: "pipeline", sql: String(decoding: PackageResources._001_pipeline_sql, as: UTF8.self))

    /// What the audit reads besides; a later step of every service's schema.
    package static let audit = Migration(
        number: 2, name: "pipeline-audit", sql: String(decoding: PackageResources._002_audit_sql, as: UTF8.self))

    /// The journal's partitions for two years, and the access log's chain; a later step of every service's schema.
    package static let journal = Migration(
        number: 3, name: "pipeline-journal", sql: String(decoding: PackageResources._003_journal_sql, as: UTF8.self))

    /// The schema of a service: the engine's tables, then the service's own steps.
    ///
    /// Steps are numbered by their place, so a list only ever grows at its end; a later step of the engine is appended to
    /// each service's list.
    package static func set(for service: ServiceName, own steps: [Migration]) -> MigrationSet {
        let all = ([engine] + steps).enumerated().map { place, step in
            Migration(number: place + 1, name: step.name, sql: step.sql)
        }
        return MigrationSet(
            schema: service.rawValue, migrations: all, version: all.count, oldestCompatible: all.count)
    }
}
