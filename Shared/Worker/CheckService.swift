package import Broker
package import Contracts
import Logging
import ServiceLifecycle
package import ServiceRuntime

/// The consumers of a worker's checks and the publisher of their answers.
package final class CheckService<Responder: CheckResponder>: Service {
    private let publisher: BrokerPublisher
    private let loops: [CheckLoop<Responder>]

    /// Makes a service.
    /// - Parameters:
    ///   - agency: whose checks; its code is part of the queues' names.
    ///   - checks: their codes, and what each finds.
    ///   - settings: what the worker is told from outside.
    ///   - context: the process.
    ///   - responder: makes what deals with the questions of one check, and says its answers by the publisher.
    /// - Throws: `BrokerError` for a URL that is none.
    package init(
        agency: AgencyCode, checks: [(code: CheckCode, check: AgencyWorker.Check)], settings: WorkerSettings,
        context: RuntimeContext, responder: (CheckCode, @escaping AgencyWorker.Check, BrokerPublisher) -> Responder
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
                queue: queue, consumer: consumer, responder: responder(code, check, publisher),
                concurrency: settings.concurrency)
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

    /// Runs until the graceful shutdown, and lets what is begun come to its end.
    package func run() async throws {
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

extension CheckService where Responder == DirectResponder {
    /// Makes the service of a worker whose checks are answered as they find.
    convenience init(
        agency: AgencyCode, checks: [(code: CheckCode, check: AgencyWorker.Check)], settings: WorkerSettings,
        context: RuntimeContext
    ) throws {
        try self.init(agency: agency, checks: checks, settings: settings, context: context) { code, check, publisher in
            DirectResponder(
                agency: agency, code: code, check: check, publisher: publisher, logger: context.logger)
        }
    }
}
