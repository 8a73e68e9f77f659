import Broker
import Contracts
import Logging
import ServiceLifecycle
import ServiceRuntime

/// The consumers of a worker's checks and the publisher of their answers.
final class CheckService: Service {
    private let publisher: BrokerPublisher
    private let loops: [CheckLoop]

    init(
        agency: AgencyCode, checks: [(code: CheckCode, check: AgencyWorker.Check)], settings: WorkerSettings,
        context: RuntimeContext
    ) throws {
        let url = settings.brokerURL.value
        let logger = context.logger
        let publisher = BrokerPublisher(
            settings: try BrokerSettings(url: url, connectionName: "\(agency.value)/answers"), logger: logger)
        self.publisher = publisher
        loops = try checks.map { code, check in
            let queue = WireNames.Queue.agency(agency, code)
            let consumer = BrokerConsumer(
                settings: try BrokerSettings(url: url, connectionName: "\(agency.value)/\(code.value)"), queue: queue,
                prefetch: settings.concurrency * 2, logger: logger)
            return CheckLoop(
                agency: agency, code: code, check: check, consumer: consumer, publisher: publisher,
                concurrency: settings.concurrency, logger: logger)
        }
        for loop in loops {
            context.health.register(loop.queue) { CheckService.health(loop.consumer.state, of: loop.queue) }
        }
        context.health.register("answers") { CheckService.health(publisher.state, of: "answers") }
    }

    private static func health(_ state: BrokerState, of name: String) -> HealthState {
        switch state {
        case .connected: .ready
        case .connecting(let reason), .blocked(let reason): .notReady("\(name): \(reason)")
        case .closed: .notReady("\(name): closed")
        }
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { background in
            background.addTask { await self.publisher.run() }
            await withTaskGroup(of: Void.self) { work in
                for loop in loops { work.addTask { await loop.run() } }
                // Ends at the signal; a cancelled wait ends the same way.
                try? await gracefulShutdown()
                for loop in loops { await loop.drain() }
            }
            await publisher.close()
            background.cancelAll()
        }
    }
}
