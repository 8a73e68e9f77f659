import Broker
import Contracts
import Database
import Foundation
import Hummingbird
import Logging
import Pipeline
import Sealing
package import ServiceLifecycle
package import ServiceRuntime

/// The service that moves applications: completeness, agencies' checks, decisions, deadlines and numbers.
package enum VerificationService {
    /// Makes the parts of the service, in the order in which they start.
    ///
    /// Nothing here needs a server: an unreachable one keeps the service not ready, and nothing else.
    /// - Throws: `SettingsError` with every fault.
    package static func build(context: RuntimeContext) async throws -> [any Service] {
        let settings = VerificationSettings(context.settings)
        let http = HTTPServerSettings(context.settings, defaultPort: 8081)
        let authentication = AuthenticationSettings(context.settings)
        let read = VerificationParts.read(settings, context.settings)
        try context.settings.finish()
        let parts = try context.settings.finish(read)
        let keyRing = parts.keyRing
        let logger = context.logger

        let engine = Engine(
            service: .verification, pool: DatabasePool(settings: parts.database, logger: logger),
            publisher: BrokerPublisher(settings: try parts.broker("verification publisher"), logger: logger),
            protection: BodyProtection(
                protect: { body, place in try keyRing.protect(body, context: place) },
                open: { body, place in try keyRing.unprotect(body, context: place) }),
            logger: logger)
        let book = RegionBook(files: parts.calendars)
        let proceedings = Proceedings(
            catalogue: parts.catalogue, book: book, keyRing: keyRing, nudging: settings.nudging,
            documentsURL: settings.documentsURL, allowsSynthetic: context.mode == .test, logger: logger)
        let consumer = { (queue: String) in
            BrokerConsumer(
                settings: try parts.broker("verification \(queue)"), queue: queue, prefetch: settings.prefetch,
                logger: logger)
        }
        let pipeline = try pipeline(engine, proceedings, settings, consumer)
        pipeline.register(with: context.health)
        let letters = try VerificationLetters.loops(engine, proceedings, consumer)
        for (name, loop) in letters { context.health.register(name) { loop.health } }
        let schema = SchemaGuard(pool: engine.pool, schema: VerificationMigrations.set, logger: logger)
        context.health.register("schema") { schema.health }
        let verifier = TokenVerifier(settings: authentication, logger: logger)
        context.health.register("tokens") { verifier.health }

        let router = VerificationRoutes.router(
            engine: engine, proceedings: proceedings, catalogue: parts.catalogue, keyRing: keyRing, store: parts.store,
            verifier: verifier, settings: http)
        let server = HTTPServer(router: router, settings: http, logger: logger)
        return [pipeline, schema] + letters.map(\.loop) + [verifier, server]
    }

    /// The engine with its two queues and what falls due.
    private static func pipeline(
        _ engine: Engine, _ proceedings: Proceedings, _ settings: VerificationSettings,
        _ consumer: (String) throws -> BrokerConsumer
    ) throws -> PipelineService {
        let events = WireNames.Queue.events(.verification)
        let results = WireNames.Queue.results
        let eventLoop = ConsumerLoop(
            queue: events, handler: EventHandler(proceedings), engine: engine, consumer: try consumer(events))
        let resultLoop = ConsumerLoop(
            queue: results, handler: ResultHandler(proceedings), engine: engine, consumer: try consumer(results))
        var consumers = PipelineService.Consumers()
        consumers.add(eventLoop)
        consumers.add(resultLoop)
        let gate = DrainGate(idle: [{ eventLoop.idleSince }, { resultLoop.idleSince }])
        return PipelineService(
            engine: engine, consumers: consumers,
            sources: [
                ScheduleSource(handler: PlanHandler(proceedings, gate: gate)), CheckNudges(proceedings),
                ClosingNudges(proceedings),
                CalendarChanges(book: proceedings.book, interval: .seconds(settings.refreshSeconds)),
            ],
            rebuild: proceedings.rebuilder(engine.pool))
    }
}
