import Broker
import Database
import Documents
import Foundation
import Sealing
import ServiceRuntime

/// What the settings name: servers, keys and stores.
struct ArchivingParts {
    let database: DatabaseSettings
    let publisher: BrokerSettings
    let consumer: BrokerSettings
    let ring: KeyRing
    let source: EncryptedDocumentStore
    let archive: EncryptedDocumentStore

    /// Reads the parts; nil after a fault, which the reader keeps.
    init?(_ settings: ArchivingSettings, _ reader: SettingsReader) {
        let database = Self.database(reader)
        let publisher = Self.broker(reader, connection: "archiving publisher")
        let consumer = Self.broker(reader, connection: "archiving consumer")
        let ring = Self.keyRing(settings, reader)
        let source = Self.store(settings.documentsDirectory, settings.documentsKeysFile, "documents", reader)
        let archive = Self.store(settings.archiveDirectory, settings.archiveKeysFile, "archive", reader)
        guard let database, let publisher, let consumer, let ring, let source, let archive else { return nil }
        self.database = database
        self.publisher = publisher
        self.consumer = consumer
        self.ring = ring
        self.source = source
        self.archive = archive
    }

    private static func database(_ reader: SettingsReader) -> DatabaseSettings? {
        let url = reader.url("database.url", schemes: ["postgres", "postgresql"]).value
        guard !url.isEmpty else { return nil }
        do throws(DatabaseError) {
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
        do throws(BrokerError) {
            return try BrokerSettings(url: url, connectionName: connection)
        } catch {
            reader.fault("broker.url", "must be a URL of RabbitMQ servers: \(error.replyText)")
            return nil
        }
    }

    private static func keyRing(_ settings: ArchivingSettings, _ reader: SettingsReader) -> KeyRing? {
        guard !settings.keyRingFile.isEmpty else { return nil }
        do {
            return try KeyRing(json: Array(try Data(contentsOf: URL(filePath: settings.keyRingFile))))
        } catch {
            // The error may speak of keys; what the file must be says enough.
            reader.fault("keyring.file", "must name a readable key ring without short or sample keys")
            return nil
        }
    }

    private static func store(
        _ directory: String, _ keysFile: String, _ name: String, _ reader: SettingsReader
    ) -> EncryptedDocumentStore? {
        guard !directory.isEmpty, !keysFile.isEmpty else { return nil }
        do {
            let keys = try DocumentKeysFile.load(keysFile)
            do throws(DocumentError) {
                return try EncryptedDocumentStore(directory: directory, keys: keys)
            } catch {
                reader.fault("\(name).directory", "must be a directory that can be made and written")
            }
        } catch {
            // As with the key ring.
            reader.fault("\(name).keysFile", "must name a readable file of 32-byte keys that are no samples")
        }
        return nil
    }
}
