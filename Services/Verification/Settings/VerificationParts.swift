import Broker
import Contracts
import Database
import Documents
import Foundation
import Sealing
import ServiceRuntime

/// What the settings name: servers, keys, catalogue, calendars and store.
struct VerificationParts: Sendable {
    let database: DatabaseSettings
    /// The broker, by the name of the connection.
    let broker: @Sendable (_ connection: String) throws -> BrokerSettings
    let keyRing: KeyRing
    let catalogue: Catalogue
    let calendars: [WorkingCalendar]
    let store: EncryptedDocumentStore

    /// Reads the parts.
    /// - Returns: nil after a fault, which the reader keeps.
    static func read(_ settings: VerificationSettings, _ reader: SettingsReader) -> VerificationParts? {
        let database = database(reader)
        let broker = broker(reader)
        let keyRing = keyRing(settings, reader)
        let catalogue = catalogue(settings, reader)
        let calendars = calendars(settings, reader)
        let store = store(settings, reader)
        guard let database, let broker, let keyRing, let catalogue, let calendars, let store else { return nil }
        return VerificationParts(
            database: database, broker: broker, keyRing: keyRing, catalogue: catalogue, calendars: calendars,
            store: store)
    }

    private static func database(_ reader: SettingsReader) -> DatabaseSettings? {
        let url = reader.url("database.url", schemes: ["postgres", "postgresql"]).value
        guard !url.isEmpty else { return nil }
        do {
            return try DatabaseSettings(url: url)
        } catch {
            for fault in error.faults { reader.fault("database.url", fault) }
            if error.faults.isEmpty { reader.fault("database.url", "must be a URL of PostgreSQL servers") }
            return nil
        }
    }

    private static func broker(_ reader: SettingsReader) -> (@Sendable (_ connection: String) throws -> BrokerSettings)?
    {
        let url = reader.url("broker.url", schemes: ["amqp", "amqps"]).value
        guard !url.isEmpty else { return nil }
        do {
            _ = try BrokerSettings(url: url, connectionName: "verification")
        } catch {
            reader.fault("broker.url", "must be a URL of RabbitMQ servers: \(error.replyText)")
            return nil
        }
        return { connection in try BrokerSettings(url: url, connectionName: connection) }
    }

    private static func keyRing(_ settings: VerificationSettings, _ reader: SettingsReader) -> KeyRing? {
        guard !settings.keyRingFile.isEmpty else { return nil }
        do {
            let ring = try KeyRing(json: Array(try Data(contentsOf: URL(filePath: settings.keyRingFile))))
            for audience in [PartName.application, PartName.own, "storage"] where !ring.serves(audience) {
                reader.fault("keyring.file", "must hold a key for \(audience)")
                return nil
            }
            return ring
        } catch {
            // The error may speak of keys; what the file must be says enough.
            reader.fault("keyring.file", "must name a readable key ring without short or sample keys")
            return nil
        }
    }

    private static func catalogue(_ settings: VerificationSettings, _ reader: SettingsReader) -> Catalogue? {
        guard !settings.catalogueDirectory.isEmpty else { return nil }
        do throws(CatalogueViolation) {
            return try Catalogue.load(directory: settings.catalogueDirectory)
        } catch {
            for fault in error.faults { reader.fault("catalogue.directory", "must hold right definitions: \(fault)") }
            return nil
        }
    }

    private static func calendars(_ settings: VerificationSettings, _ reader: SettingsReader) -> [WorkingCalendar]? {
        guard !settings.calendarDirectory.isEmpty else { return nil }
        do throws(CatalogueViolation) {
            return try WorkingCalendar.load(directory: settings.calendarDirectory)
        } catch {
            for fault in error.faults { reader.fault("calendar.directory", "must hold right calendars: \(fault)") }
            return nil
        }
    }

    private static func store(
        _ settings: VerificationSettings, _ reader: SettingsReader
    ) -> EncryptedDocumentStore? {
        guard !settings.documentsKeysFile.isEmpty, !settings.documentsDirectory.isEmpty else { return nil }
        do {
            let keys = try DocumentKeysFile.load(settings.documentsKeysFile)
            do {
                return try EncryptedDocumentStore(directory: settings.documentsDirectory, keys: keys)
            } catch {
                reader.fault("documents.directory", "must be a directory that can be made and written")
            }
        } catch {
            // As with the key ring.
            reader.fault("documents.keysFile", "must name a readable file of 32-byte keys that are no samples")
        }
        return nil
    }
}
