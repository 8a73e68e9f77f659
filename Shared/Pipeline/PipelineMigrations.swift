package import Database

/// The engine's migrations, the first of every service.
package enum PipelineMigrations {
    /// Numbered below 100; a service's own start at 100.
    package static let all: [Migration] = [
        Migration(number: 1, name: "pipeline", sql: String(decoding: PackageResources._001_pipeline_sql, as: UTF8.self))
    ]
}
