import Broker
import Contracts
import Logging
import ServiceLifecycle
import ServiceRuntime
import Simulation
import Worker

/// The consumers of a simulated agency's checks and the publisher of their answers.
final class SimulatedCheckService: Service {
    private let publisher: BrokerPublisher
    private let loops: [SimulatedCheckLoop]

    init(
        agency: AgencyCode, checks: [(code: CheckCode, check: AgencyWorker.Check)], profile: SimulationProfile,
        brokerURL: String, concurrency: Int, context: RuntimeContext
    ) throws {
        let logger = context.logger
        let publisher = BrokerPublisher(
            settings: try BrokerSettings(url: brokerURL, connectionName: "\(agency.value)/answers"), logger: logger)
        self.publisher = publisher
        loops = try checks.map { code, check in
            let consumer = BrokerConsumer(
                settings: try BrokerSettings(url: brokerURL, connectionName: "\(agency.value)/\(code.value)"),
                queue: WireNames.Queue.agency(agency, code), prefetch: concurrency * 2, logger: logger)
            return SimulatedCheckLoop(
                agency: agency, code: code, check: check, profile: profile, consumer: consumer, publisher: publisher,
                concurrency: concurrency, logger: logger)
        }
        for loop in loops {
            context.health.register(loop.queue) { Self.health(loop.consumer.state, of: loop.queue) }
        }
        context.health.register("answers") { Self.health(publisher.state, of: "answers") }
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
