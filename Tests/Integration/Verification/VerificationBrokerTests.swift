import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing
import VerificationService

/// Verification with a real broker: its queues, the agencies' and the dead letters.
@Suite(.serialized, .requireServer(.database, .broker), .timeLimit(.minutes(5)))
struct VerificationBrokerTests {
    private static let agencyQueue = "agency.dukcapil.identity"
    private static let queues = [
        "verification.events", "verification.results", "verification.dead", "agency.dead", "unrouted", agencyQueue,
    ]

    private struct NotConfirmed: Error {
        let outcomes: [PublishOutcome]
    }

    /// The service with its queues, and an agency that takes what it is asked.
    private struct Running: Sendable {
        let fixture: VerificationFixture
        let publisher: BrokerPublisher
        let agency: BrokerConsumer
        let broker: BrokerSettings

        func publish(_ body: some MessageBody, _ envelope: Envelope, to exchange: String, _ key: String) async throws {
            let outcomes = await publisher.publish([
                OutboundMessage(
                    exchange: exchange, routingKey: key, properties: MessageProperties(envelope.wire),
                    body: try ContractCoding.encode(body))
            ])
            guard case .confirmed? = outcomes.first else { throw NotConfirmed(outcomes: outcomes) }
        }

        /// Says that an application was taken in.
        func file(_ body: SubmissionReceived) async throws {
            let region = try VerificationFixture.region
            let envelope = Envelope(
                type: .submissionReceived, source: MessageSource(region: region, service: .intake),
                subject: body.submissionID, sequence: 1)
            try await publish(
                body, envelope, to: WireNames.Exchange.events, WireNames.routingKey(.submissionReceived, region))
        }

        /// The agency's next question.
        func question() async throws -> (delivery: Delivery, body: CheckRequested) {
            let agency = agency
            let deliveries = try await within(.seconds(20), "a question") { await agency.nextBatch(max: 1) }
            let delivery = try #require(deliveries.first)
            return (delivery, try ContractCoding.decode(CheckRequested.self, from: delivery.body))
        }
    }

    private func topology() -> Topology {
        let core = DeclaredTopology.core
        let kinds: [DeclaredExchange.Kind: Topology.Exchange.Kind] = [
            .topic: .topic, .direct: .direct, .fanout: .fanout,
        ]
        var agency = Topology.Queue.quorum
        agency["x-dead-letter-exchange"] = .string(WireNames.Exchange.dead)
        agency["x-dead-letter-routing-key"] = .string(WireNames.DeadKey.agency)
        let queues = core.queues.filter { Self.queues.contains($0.name) }.map { Topology.Queue(name: $0.name) }
        let bindings = core.bindings.filter { Self.queues.contains($0.queue) }
            .map { Topology.Binding(source: $0.exchange, destination: $0.queue, routingKey: $0.routingKey) }
        return Topology(
            exchanges: core.exchanges.map { Topology.Exchange(name: $0.name, kind: kinds[$0.kind] ?? .topic) },
            queues: queues + [Topology.Queue(name: Self.agencyQueue, arguments: agency)],
            bindings: bindings + [
                Topology.Binding(
                    source: WireNames.Exchange.work, destination: Self.agencyQueue, routingKey: "dukcapil.identity")
            ])
    }

    private func run(
        replacing members: [String: JSONValue] = [:], _ body: @Sendable (Running) async throws -> Void
    ) async throws {
        let url = try TestEnvironment.url(of: .broker)
        let broker = try BrokerSettings(url: url, connectionName: "verification test")
        try await TopologyClient.delete(queues: Self.queues, settings: broker)
        try await TopologyClient.declare(topology(), settings: broker)
        try await VerificationFixture.run(replacing: members, broker: url) { fixture in
            let service = service(fixture, broker)
            let letters = letters(fixture, broker)
            let publisher = BrokerPublisher(settings: broker, logger: .silent)
            let agency = BrokerConsumer(settings: broker, queue: Self.agencyQueue, prefetch: 1, logger: .silent)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await service.run() }
                for loop in letters { group.addTask { await loop.run() } }
                group.addTask { await publisher.run() }
                group.addTask { await agency.run() }
                defer { group.cancelAll() }
                try await body(Running(fixture: fixture, publisher: publisher, agency: agency, broker: broker))
            }
        }
        try await TopologyClient.delete(queues: Self.queues, settings: broker)
    }

    private func service(_ fixture: VerificationFixture, _ broker: BrokerSettings) -> PipelineService {
        let events = ConsumerLoop(
            queue: "verification.events", handler: EventHandler(fixture.proceedings), engine: fixture.engine,
            consumer: BrokerConsumer(settings: broker, queue: "verification.events", logger: .silent))
        let results = ConsumerLoop(
            queue: "verification.results", handler: ResultHandler(fixture.proceedings), engine: fixture.engine,
            consumer: BrokerConsumer(settings: broker, queue: "verification.results", logger: .silent))
        var consumers = PipelineService.Consumers()
        consumers.add(events)
        consumers.add(results)
        let gate = DrainGate(idle: [{ events.idleSince }, { results.idleSince }])
        return PipelineService(
            engine: fixture.engine, consumers: consumers,
            sources: [
                ScheduleSource(handler: PlanHandler(fixture.proceedings, gate: gate)), CheckNudges(fixture.proceedings),
                ClosingNudges(fixture.proceedings),
            ],
            rebuild: fixture.proceedings.rebuilder(fixture.pool))
    }

    private func letters(_ fixture: VerificationFixture, _ broker: BrokerSettings) -> [DeadLetterLoop] {
        VerificationLetters.loops(fixture.engine, fixture.proceedings) { queue in
            BrokerConsumer(settings: broker, queue: queue, logger: .silent)
        }.map(\.loop)
    }

    @Test
    func `a rejected question is asked again, a lost one is said again under its id`() async throws {
        try await run { running in
            let body = try running.fixture.received()
            try await running.file(body)
            let first = try await running.question()
            #expect(first.body.attempt == 1)
            #expect(first.body.fields?["nik"] == "3574015206800000")
            #expect(first.body.fields?["strNumber"] == nil)
            await running.agency.reject(first.delivery.tag, requeue: false)
            try await eventually("the check waits for its next try") {
                try await running.fixture.check(body.submissionID, "dukcapil").standing == "waiting"
            }
            // Nothing of the body is kept.
            #expect(try await running.fixture.count("SELECT count(*) FROM parked") == 0)
            _ = try await running.fixture.pool.execute(
                "UPDATE checks SET next_try_at = now() WHERE standing = 'waiting'")
            _ = try await running.fixture.pool.execute("UPDATE schedules SET due_at = now() WHERE kind = 'check-retry'")
            let second = try await running.question()
            #expect(second.body.attempt == 2)
            #expect(second.body.checkID == first.body.checkID)
            #expect(second.delivery.properties.messageID != first.delivery.properties.messageID)
            // The agency loses it; after a while it is said again.
            await running.agency.acknowledge([second.delivery.tag])
            let third = try await running.question()
            #expect(third.delivery.properties.messageID == second.delivery.properties.messageID)
            #expect(third.body.fields == second.body.fields)
            await running.agency.acknowledge([third.delivery.tag])
        }
    }

    @Test
    func `an answer from a user that is no agency is parked and changes nothing`() async throws {
        try await run { running in
            try await running.file(try running.fixture.received())
            let question = try await running.question()
            await running.agency.acknowledge([question.delivery.tag])
            let answer = CheckCompleted(answering: question.body, with: .match)
            let region = try VerificationFixture.region
            let envelope = Envelope(
                type: .checkCompleted, source: MessageSource(region: region, agency: try AgencyCode("dukcapil")),
                subject: question.body.submissionID)
            try await running.publish(answer, envelope, to: WireNames.Exchange.results, "dukcapil.identity")
            try await eventually("the answer is parked") {
                try await running.fixture.count(
                    "SELECT count(*) FROM parked WHERE consumer = 'verification.results' AND reason = 'unreadable'")
                    == 1
            }
            #expect(try await running.fixture.check(question.body.submissionID, "dukcapil").standing == "asked")
        }
    }

    @Test
    func `what no queue wanted is parked without its body`() async throws {
        try await run { running in
            let body = try running.fixture.received()
            let envelope = Envelope(
                type: .submissionReceived,
                source: MessageSource(region: try VerificationFixture.region, service: .intake),
                subject: body.submissionID, sequence: 1)
            try await running.publish(body, envelope, to: WireNames.Exchange.unrouted, "nobody.wants.this")
            try await eventually("it is parked") {
                try await running.fixture.count(
                    """
                    SELECT count(*) FROM parked WHERE consumer = 'unrouted' AND body IS NULL AND reason = 'unrouted' \
                    AND message_id = \(envelope.id.value)
                    """) == 1
            }
        }
    }

    @Test
    func `the legal deadline fires once the real queues are drained`() async throws {
        try await run(replacing: VerificationFixture.deemingClock) { running in
            var late = try running.fixture.received()
            late.receivedAt = Timestamp.now().adding(seconds: -60 * 86_400)
            try await running.file(late)
            let id = late.submissionID
            try await eventually("it is deemed approved") {
                try await running.fixture.column("state", of: id) == "deemed-approved"
            }
        }
    }
}
