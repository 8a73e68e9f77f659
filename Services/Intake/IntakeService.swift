import Broker
import Contracts
import Database
import Documents
import Foundation
import Hummingbird
import Logging
import Pipeline
import Sealing
package import ServiceLifecycle
package import ServiceRuntime

/// The service that citizens ask: it takes applications in, shows how they fare, and remembers.
package enum IntakeService {
    /// Makes the parts of the service, in the order in which they start.
    ///
    /// Nothing here needs a server: an unreachable one keeps the service not ready, and nothing else.
    /// - Throws: `SettingsError` with every fault.
    package static func build(context: RuntimeContext) async throws -> [any Service] {
        let settings = IntakeSettings(context.settings)
        let http = HTTPServerSettings(context.settings, defaultPort: 8080)
        let authentication = AuthenticationSettings(context.settings)
        let parts = IntakeParts.read(settings, context.settings)
        try context.settings.finish()
        let (databaseSettings, publisherSettings, consumerSettings, keyRing, catalogue, store) =
            try context.settings.finish(parts)

        let pool = DatabasePool(settings: databaseSettings, logger: context.logger)
        let engine = Engine(
            service: .intake, pool: pool,
            publisher: BrokerPublisher(settings: publisherSettings, logger: context.logger),
            protection: BodyProtection(
                protect: { body, place in try keyRing.protect(body, context: place) },
                open: { body, place in try keyRing.unprotect(body, context: place) }),
            logger: context.logger)
        let verifier = TokenVerifier(settings: authentication, logger: context.logger)
        let assembly = IntakeAssembly(
            engine: engine, keyRing: keyRing, catalogue: catalogue, store: store, settings: settings,
            isTest: context.mode == .test, logger: context.logger)

        var consumers = PipelineService.Consumers()
        consumers.add(
            ConsumerLoop(
                queue: WireNames.Queue.events(.intake), handler: assembly.handler, engine: engine,
                consumer: BrokerConsumer(
                    settings: consumerSettings, queue: WireNames.Queue.events(.intake), prefetch: settings.prefetch,
                    logger: context.logger)))
        let pipeline = PipelineService(
            engine: engine, consumers: consumers, sources: assembly.sources,
            rebuild: SealedStatement.rebuilder(pool))
        pipeline.register(with: context.health)
        let schema = SchemaGuard(pool: pool, schema: IntakeMigrations.set, logger: context.logger)
        context.health.register("schema") { schema.health }
        context.health.register("tokens") { verifier.health }

        let router = Router<HTTPContext>.standard(settings: http, verifier: verifier, mapping: IntakeRoutes.problem)
        assembly.routes.add(to: router)
        let pages = try PageRoutes(
            intake: assembly.routes, keyRing: keyRing, publicURL: settings.publicURL, logger: context.logger)
        pages.add(to: router)
        let server = HTTPServer(router: router, settings: http, logger: context.logger)
        let dead = WireNames.Queue.dead(.intake)
        let letters = DeadLetterLoop.ofService(
            engine,
            consumer: BrokerConsumer(settings: consumerSettings, queue: dead, prefetch: 100, logger: context.logger))
        context.health.register(dead) { letters.health }
        return [
            pipeline, schema, letters, verifier, assembly.regions, assembly.pressure, assembly.sweeper, server,
            pages.watch,
        ]
    }
}
