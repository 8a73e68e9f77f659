import Broker
import Contracts
import Database
import Hummingbird
import Logging
import Pipeline
import Sealing
package import ServiceLifecycle
package import ServiceRuntime

/// The service that keeps (*kearsipan*): it writes a record of every closed application into its region's chain, and
/// keeps the sealed content and the documents.
package enum ArchivingService {
    /// Makes the parts of the service, in the order in which they start.
    ///
    /// Nothing here needs a server: an unreachable one keeps the service not ready, and nothing else.
    /// - Throws: `SettingsError` with every fault.
    package static func build(context: RuntimeContext) async throws -> [any Service] {
        let settings = ArchivingSettings(context.settings)
        let http = HTTPServerSettings(context.settings, defaultPort: 8083)
        let authentication = AuthenticationSettings(context.settings)
        let read = ArchivingParts(settings, context.settings)
        let parts = try context.settings.finish(read)
        let ring = parts.ring
        let engine = Engine(
            service: .archiving, pool: DatabasePool(settings: parts.database, logger: context.logger),
            publisher: BrokerPublisher(settings: parts.publisher, logger: context.logger),
            protection: BodyProtection(
                protect: { body, place in try ring.protect(body, context: place) },
                open: { body, place in try ring.unprotect(body, context: place) }),
            logger: context.logger)
        let vault = ArchiveVault(ring: ring)
        let trouble = ArchiveTrouble()
        let archivist = Archivist(
            collector: DocumentCollector(from: parts.source, into: parts.archive), vault: vault,
            policy: settings.policy, leaseSeconds: settings.leaseSeconds, trouble: trouble)

        let queue = WireNames.Queue.events(.archiving)
        var consumers = PipelineService.Consumers()
        consumers.add(
            ConsumerLoop(
                queue: queue, handler: ArchivingHandler(vault: vault), engine: engine,
                consumer: BrokerConsumer(
                    settings: parts.consumer, queue: queue, prefetch: settings.prefetch, logger: context.logger)))
        let pipeline = PipelineService(engine: engine, consumers: consumers, sources: [archivist])
        pipeline.register(with: context.health)
        let schema = SchemaGuard(pool: engine.pool, schema: ArchivingMigrations.set, logger: context.logger)
        context.health.register("schema") { schema.health }
        context.health.register("documents") {
            trouble.reason.map { .notReady("documents: \($0)") } ?? .ready
        }
        let verifier = TokenVerifier(settings: authentication, logger: context.logger)
        context.health.register("tokens") { verifier.health }
        let router = Router<HTTPContext>.standard(settings: http, verifier: verifier) { error in
            error is DatabaseError ? .unavailable("The archive's database cannot be asked now.") : nil
        }
        ProofRoutes(reader: ProofReader(pool: engine.pool)).add(to: router)
        let dead = WireNames.Queue.dead(.archiving)
        let letters = DeadLetterLoop.ofService(
            engine,
            consumer: BrokerConsumer(settings: parts.consumer, queue: dead, prefetch: 100, logger: context.logger))
        context.health.register(dead) { letters.health }
        return [
            pipeline, schema, letters, verifier, HTTPServer(router: router, settings: http, logger: context.logger),
        ]
    }
}
