import Contracts
package import Database
import Pipeline

/// The schema of notification.
package enum NotificationMigrations {
    /// The engine's tables and notification's own.
    package static let set = PipelineMigrations.set(
        for: .notification,
        own: [
            Migration(
                number: 2, name: "notification",
                sql: String(decoding: PackageResources._100_notification_sql, as: UTF8.self)),
            PipelineMigrations.audit,
            Migration(
                number: 4, name: "notification-audit",
                sql: String(decoding: PackageResources._101_audit_sql, as: UTF8.self)),
            PipelineMigrations.journal,
        ])
}
