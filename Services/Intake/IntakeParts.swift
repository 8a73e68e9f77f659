import Broker
import Contracts
import Database
import Documents
import Foundation
import Sealing
import ServiceRuntime

/// Reads what the settings name: servers, keys, catalogue and store.
enum IntakeParts {
    /// The parts.
    typealias Parts = (
        database: DatabaseSettings, publisher: BrokerSettings, consumer: BrokerSettings, keyRing: KeyRing,
        catalogue: Catalogue, store: EncryptedDocumentStore
    )

    /// What the key ring must hold keys for.
    private static let audiences = ["application", "contact", "storage", "nik", "access-code"]

    /// Reads the parts.
    /// - Returns: nil after a fault, which the reader keeps.
    static func read(_ settings: IntakeSettings, _ reader: SettingsReader) -> Parts? {
        let database = database(reader)
        let publisher = broker(reader, connection: "intake publisher")
        let consumer = broker(reader, connection: "intake consumer")
        let keyRing = keyRing(settings, reader)
        let catalogue = catalogue(settings, reader)
        let store = store(settings, reader)
        guard let database, let publisher, let consumer, let keyRing, let catalogue, let store else { return nil }
        return (database, publisher, consumer, keyRing, catalogue, store)
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

    private static func broker(_ reader: SettingsReader, connection: String) -> BrokerSettings? {
        let url = reader.url("broker.url", schemes: ["amqp", "amqps"]).value
        guard !url.isEmpty else { return nil }
        do {
            return try BrokerSettings(url: url, connectionName: connection)
        } catch {
            reader.fault("broker.url", "must be a URL of RabbitMQ servers: \(error.replyText)")
            return nil
        }
    }

    private static func keyRing(_ settings: IntakeSettings, _ reader: SettingsReader) -> KeyRing? {
        guard !settings.keyRingFile.isEmpty else { return nil }
        do {
            let ring = try KeyRing(json: Array(try Data(contentsOf: URL(filePath: settings.keyRingFile))))
            let missing = audiences.filter { !ring.serves($0) }
            for audience in missing { reader.fault("keyring.file", "must hold a current key for \(audience)") }
            return missing.isEmpty ? ring : nil
        } catch {
            // The error may speak of keys; what the file must be says enough.
            reader.fault("keyring.file", "must name a readable key ring without short or sample keys")
            return nil
        }
    }

    private static func catalogue(_ settings: IntakeSettings, _ reader: SettingsReader) -> Catalogue? {
        guard !settings.catalogueDirectory.isEmpty else { return nil }
        do throws(CatalogueViolation) {
            return try Catalogue.load(directory: settings.catalogueDirectory)
        } catch {
            for fault in error.faults {
                let place = fault.file == settings.catalogueDirectory ? fault.fault.description : fault.description
                reader.fault("catalogue.directory", "must hold right definitions: \(place)")
            }
            return nil
        }
    }

    private static func store(_ settings: IntakeSettings, _ reader: SettingsReader) -> EncryptedDocumentStore? {
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
