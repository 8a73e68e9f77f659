import Broker
import Contracts
import Database
import Logging
import Mail
import Pipeline
import Sealing
package import ServiceLifecycle
package import ServiceRuntime
import Simulation

/// The service that tells applicants (*notifikasi*): it makes a notice of every event that somebody has to know, and
/// takes it to them.
package enum NotificationService {
    /// Makes the parts of the service, in the order in which they start.
    ///
    /// Nothing here needs a server: an unreachable one keeps the service not ready, and nothing else.
    /// - Throws: `SettingsError` with every fault.
    package static func build(context: RuntimeContext) async throws -> [any Service] {
        let settings = NotificationSettings(context.settings)
        let read = NotificationParts(settings, context.settings, mode: context.mode)
        let parts = try context.settings.finish(read)
        let ring = parts.ring
        let engine = Engine(
            service: .notification, pool: DatabasePool(settings: parts.database, logger: context.logger),
            publisher: BrokerPublisher(settings: parts.publisher, logger: context.logger),
            protection: BodyProtection(
                protect: { body, place in try ring.protect(body, context: place) },
                open: { body, place in try ring.unprotect(body, context: place) }),
            logger: context.logger)
        let tools = NoticeTools(
            vault: ContactVault(ring: ring), choice: ChannelChoice(channels: settings.channels),
            composer: NoticeComposer(
                templates: parts.templates, office: settings.office, trackingURL: settings.trackingURL),
            policy: settings.policy, domain: settings.domain,
            settlesNullAtOnce: parts.simulation == nil)
        let sender = NoticeSender(
            transports: transports(settings, parts.simulation), tools: tools, parallelism: settings.parallelism,
            leaseSeconds: settings.leaseSeconds)

        let queue = WireNames.Queue.events(.notification)
        var consumers = PipelineService.Consumers()
        consumers.add(
            ConsumerLoop(
                queue: queue, handler: NotificationHandler(tools: tools), engine: engine,
                consumer: BrokerConsumer(
                    settings: parts.consumer, queue: queue, prefetch: settings.prefetch, logger: context.logger)))
        let pipeline = PipelineService(engine: engine, consumers: consumers, sources: [sender])
        pipeline.register(with: context.health)
        let schema = SchemaGuard(pool: engine.pool, schema: NotificationMigrations.set, logger: context.logger)
        context.health.register("schema") { schema.health }
        register(settings.channels, gates: sender.gates, with: context.health)
        let dead = WireNames.Queue.dead(.notification)
        let letters = DeadLetterLoop.ofService(
            engine,
            consumer: BrokerConsumer(settings: parts.consumer, queue: dead, prefetch: 100, logger: context.logger))
        context.health.register(dead) { letters.health }
        return [pipeline, schema, letters]
    }

    private static func transports(
        _ settings: NotificationSettings, _ simulation: SimulationProfile?
    ) -> [any NoticeTransport] {
        var transports: [any NoticeTransport] = [NullTransport()]
        if let directory = settings.fileDirectory { transports.append(FileTransport(directory: directory)) }
        if let server = settings.mail?.server, let from = settings.mail?.from {
            transports.append(
                MailTransport(client: SMTPClient(settings: server), from: from, fromName: settings.office))
        }
        guard let simulation else { return transports }
        return transports.map { SimulatedTransport($0, profile: simulation) }
    }

    private static func register(_ channels: [NoticeChannel], gates: ChannelGates, with health: Health) {
        for channel in channels {
            health.register("channel \(channel.rawValue)") {
                gates.reason(of: channel).map { .notReady("channel \(channel.rawValue): \($0)") } ?? .ready
            }
        }
    }
}
