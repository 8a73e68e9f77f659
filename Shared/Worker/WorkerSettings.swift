import Broker
package import Contracts
package import ServiceRuntime

/// What a worker is told from outside; `AgencyWorker` documents the keys.
package struct WorkerSettings: Sendable {
    let brokerURL: Secret<String>
    let concurrency: Int

    /// Reads the settings; faults stay in the reader.
    package init(_ settings: SettingsReader, agency: AgencyCode) {
        brokerURL = settings.url("broker.url", schemes: ["amqp", "amqps"])
        concurrency = settings.int("worker.concurrency", default: 16, range: 1...256)
    }
}
