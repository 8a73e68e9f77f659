import Broker
import Contracts
import ServiceRuntime

/// What a worker is told from outside; `AgencyWorker` documents the keys.
struct WorkerSettings: Sendable {
    let brokerURL: Secret<String>
    let concurrency: Int

    init(_ settings: SettingsReader, agency: AgencyCode) {
        brokerURL = settings.secret("broker.url", minimumBytes: 8)
        concurrency = settings.int("worker.concurrency", in: 1...256, default: 16)
    }
}
