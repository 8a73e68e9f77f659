import Broker
import Contracts
import ServiceRuntime

/// What a worker is told from outside; `AgencyWorker` documents the keys.
struct WorkerSettings: Sendable {
    let brokerURL: Secret<String>
    let concurrency: Int

    init(_ settings: SettingsReader, agency: AgencyCode) {
        brokerURL = settings.url("broker.url", schemes: ["amqp", "amqps"])
        concurrency = settings.int("worker.concurrency", default: 16, range: 1...256)
    }
}
