import ArchivingService
import Contracts
import Database
import Foundation
import IntakeService
import Logging
import NotificationService
import ServiceLifecycle
import ServiceRuntime
import TestSupport
import VerificationService

@testable import OperatorCommands

/// The services as their executables build them, with the settings of a suite.
enum ServiceSamples {
    /// The folder of the package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What the executable of a service runs.
    static func build(_ service: ServiceName, _ context: RuntimeContext) async throws -> [any Service] {
        switch service {
        case .intake: try await IntakeService.build(context: context)
        case .verification: try await VerificationService.build(context: context)
        case .notification: try await NotificationService.build(context: context)
        case .archiving: try await ArchivingService.build(context: context)
        }
    }

    /// The schema of a service.
    static func schema(_ service: ServiceName) -> MigrationSet {
        switch service {
        case .intake: IntakeMigrations.set
        case .verification: VerificationMigrations.set
        case .notification: NotificationMigrations.set
        case .archiving: ArchivingMigrations.set
        }
    }

    /// The settings of a service that it reads, so that they can stand on its command line.
    static func overrides(_ service: ServiceName, in folder: String, database: String) async throws -> [String: String]
    {
        let values = try settings(service, in: folder, database: database)
        let reader = SettingsReader(values: values)
        _ = RuntimeSettings(reader)
        _ = try await build(service, RuntimeContext(name: service.rawValue, settings: reader, logger: .silent))
        let keys = Set(reader.keys)
        return values.filter { keys.contains($0.key) }
    }

    /// The settings of a service by dotted key, with secrets made in a folder.
    static func settings(
        _ service: ServiceName, in folder: String,
        database: String = "postgres://nobody:9f2kd83jfiw02kd8@127.0.0.1:1/mpp"
    ) throws -> [String: String] {
        var secrets = SecretFolder(path: folder + "/secrets")
        try secrets.prepare()
        try secrets.makeKeyRings()
        try secrets.makeStoreKeys(Secrets.documentKeys)
        try secrets.makeStoreKeys(Secrets.archiveKeys)
        try secrets.makeTestIssuer()
        let data = root.appending(path: "Services/Verification/Data").path
        return [
            "mode": "test", "ops.port": "0", "http.port": "0", "shutdown.graceSeconds": "2", "database.url": database,
            "broker.url": "amqp://\(service.rawValue):9f2kd83jfiw02kd8@127.0.0.1:1/mpp",
            "keyring.file": secrets.path + "/" + Secrets.keyRing(service), "auth.issuer": "test",
            "auth.audience": "mpp",
            "auth.jwksFile": secrets.path + "/" + Secrets.tokenKeySet, "catalogue.directory": data + "/catalogue",
            "calendar.directory": data + "/calendars", "documents.directory": folder + "/documents",
            "documents.keysFile": secrets.path + "/" + Secrets.documentKeys,
            "documents.url": "http://127.0.0.1:1", "public.url": "http://127.0.0.1:1",
            "notification.channel": "null", "tracking.url": "http://127.0.0.1:1/v1/submissions/{number}",
            "archive.directory": folder + "/archive", "archive.keysFile": secrets.path + "/" + Secrets.archiveKeys,
        ]
    }
}
