import Broker
import Database
import Foundation
import Sealing
import ServiceRuntime
import Simulation

/// What the settings name: servers, keys and templates.
struct NotificationParts {
    let database: DatabaseSettings
    let publisher: BrokerSettings
    let consumer: BrokerSettings
    let ring: KeyRing
    let templates: TemplateSet
    let simulation: SimulationProfile?

    /// Reads the parts; nil after a fault, which the reader keeps.
    init?(_ settings: NotificationSettings, _ reader: SettingsReader, mode: Mode) {
        let database = Self.database(reader)
        let publisher = Self.broker(reader, connection: "notification publisher")
        let consumer = Self.broker(reader, connection: "notification consumer")
        let ring = Self.keyRing(settings, reader)
        let templates = Self.templates(settings, reader)
        simulation = Self.simulation(settings, reader, mode)
        guard let database, let publisher, let consumer, let ring, let templates else { return nil }
        self.database = database
        self.publisher = publisher
        self.consumer = consumer
        self.ring = ring
        self.templates = templates
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

    /// Reads the simulator's profile; a fault stays in the reader.
    private static func simulation(
        _ settings: NotificationSettings, _ reader: SettingsReader, _ mode: Mode
    ) -> SimulationProfile? {
        guard let file = settings.simulatorFile else { return nil }
        guard mode == .test else {
            reader.fault("notification.simulator", "must not be set outside test mode")
            return nil
        }
        do throws(ProfileFault) {
            return try SimulationProfile(file: file)
        } catch {
            reader.fault("notification.simulator", "must name a profile: \(error)")
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

    private static func keyRing(_ settings: NotificationSettings, _ reader: SettingsReader) -> KeyRing? {
        guard !settings.keyRingFile.isEmpty else { return nil }
        do {
            return try KeyRing(json: Array(try Data(contentsOf: URL(filePath: settings.keyRingFile))))
        } catch {
            // The error may speak of keys; what the file must be says enough.
            reader.fault("keyring.file", "must name a readable key ring without short or sample keys")
            return nil
        }
    }

    private static func templates(_ settings: NotificationSettings, _ reader: SettingsReader) -> TemplateSet? {
        do throws(TemplateFaults) {
            return try TemplateSet(directory: settings.templatesDirectory)
        } catch {
            for fault in error.faults { reader.fault("templates.directory", "must hold right templates: \(fault)") }
            return nil
        }
    }
}
