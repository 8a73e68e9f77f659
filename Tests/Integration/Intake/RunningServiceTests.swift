import Broker
import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import Logging
import Pipeline
import ServiceRuntime
import TestSupport
import Testing

/// Intake with a real broker: what it says arrives, what it hears is shown, and silence is answered.
@Suite("Intake with a broker", .requireServer(.database, .broker), .serialized, .timeLimit(.minutes(4)))
struct RunningServiceTests {
    /// A queue that hears what intake says.
    private static let witness = "test.intake.witness"

    /// The service while it runs.
    private struct Running: Sendable {
        let intake: IntakeFixture
        let service: PipelineService
        let broker: BrokerSettings
        let publisher: BrokerPublisher
        let witness: BrokerConsumer

        func publish(_ envelope: Envelope, _ body: some MessageBody) async throws {
            let outcomes = await publisher.publish([
                OutboundMessage(
                    exchange: WireNames.Exchange.events,
                    routingKey: WireNames.routingKey(envelope.type, envelope.region),
                    properties: MessageProperties(envelope.wire), body: try ContractCoding.encode(body))
            ])
            guard case .confirmed? = outcomes.first else {
                Issue.record("not confirmed")
                return
            }
        }

        /// The next thing that intake says.
        func said() async throws -> (envelope: Envelope, delivery: Delivery) {
            let witness = witness
            let deliveries = try await within(.seconds(20), "something said") { await witness.nextBatch(max: 1) }
            let delivery = try #require(deliveries.first)
            await witness.acknowledge([delivery.tag])
            return (try Envelope(wire: WireProperties(delivery.properties)), delivery)
        }
    }

    private func run(
        _ change: @escaping @Sendable (inout IntakeSettings) -> Void = { _ in },
        _ body: @escaping @Sendable (Running) async throws -> Void
    ) async throws {
        let broker = try BrokerSettings(url: try TestEnvironment.url(of: .broker), connectionName: "intake test")
        let queue = WireNames.Queue.events(.intake)
        try await TopologyClient.delete(queues: [queue, Self.witness], settings: broker)
        try await TopologyClient.declare(topology(queue), settings: broker)
        try await IntakeFixture.run(broker: broker, change) { intake in
            var consumers = PipelineService.Consumers()
            consumers.add(
                ConsumerLoop(
                    queue: queue, handler: intake.assembly.handler, engine: intake.engine,
                    consumer: BrokerConsumer(settings: broker, queue: queue, logger: .silent)))
            let running = Running(
                intake: intake,
                service: PipelineService(
                    engine: intake.engine, consumers: consumers, sources: intake.assembly.sources,
                    rebuild: SealedStatement.rebuilder(intake.pool)),
                broker: broker, publisher: BrokerPublisher(settings: broker, logger: .silent),
                witness: BrokerConsumer(settings: broker, queue: Self.witness, logger: .silent))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await running.service.run() }
                tasks.addTask { await running.publisher.run() }
                tasks.addTask { await running.witness.run() }
                let result: Result<Void, any Error>
                do {
                    try await body(running)
                    result = .success(())
                } catch {
                    result = .failure(error)
                }
                tasks.cancelAll()
                try result.get()
            }
        }
        try await TopologyClient.delete(queues: [queue, Self.witness], settings: broker)
    }

    private func topology(_ queue: String) -> Topology {
        let core = DeclaredTopology.core
        let bindings = core.bindings.filter { $0.queue == queue }
            .map { Topology.Binding(source: $0.exchange, destination: $0.queue, routingKey: $0.routingKey) }
        return Topology(
            exchanges: [Topology.Exchange(name: WireNames.Exchange.events, kind: .topic)],
            queues: [Topology.Queue(name: queue), Topology.Queue(name: Self.witness)],
            bindings: bindings + [
                Topology.Binding(
                    source: WireNames.Exchange.events, destination: Self.witness,
                    routingKey: WireNames.bindingKey(.submissionReceived))
            ])
    }

    @Test func `what is filed is said once, and what verification answers is shown`() async throws {
        try await run { running in
            let token = try await running.intake.token("citizen-1")
            let (number, _) = try await running.intake.filed(person: 1, token: token)
            let story = try await running.intake.story(number)
            let (envelope, delivery) = try await running.said()
            #expect(envelope.id == story.received)
            #expect(envelope.sequence == 1)
            let body = try ContractCoding.decode(SubmissionReceived.self, from: delivery.body)
            #expect(body.number.value == number)
            try await eventually("the outbox is empty") {
                try await running.intake.count("SELECT count(*) FROM outbox") == 0
            }
            try await running.publish(
                story.envelope(.submissionProgressed, .verification, 1, causation: story.received),
                story.progressed(.inVerification))
            try await eventually("the state is shown") {
                try await running.intake.send(.get, "/v1/submissions/\(number)", token: token).body["state"]
                    == "in-verification"
            }
        }
    }

    @Test func `silence is answered by the same message as a second attempt, rebuilt with its parts`() async throws {
        try await run { $0.nudging = Nudging(firstSeconds: 1, longestSeconds: 2) } _: { running in
            let token = try await running.intake.token("citizen-1")
            let (number, _) = try await running.intake.filed(person: 1, token: token)
            let story = try await running.intake.story(number)
            let first = try await running.said()
            #expect(first.envelope.attempt == 1)
            let second = try await running.said()
            #expect(second.envelope.id == story.received)
            #expect(second.envelope.attempt == 2)
            #expect(second.delivery.body == first.delivery.body)
        }
    }

    @Test func `what is filed while the broker is away is said when it is back`() async throws {
        try await run { running in
            let token = try await running.intake.token("citizen-1")
            let queue = WireNames.Queue.events(.intake)
            // Nothing is bound any more: the broker returns what is said, as after a lost topology.
            try await TopologyClient.unbind(topology(queue).bindings, settings: running.broker)
            let (number, _) = try await running.intake.filed(person: 1, token: token)
            try await eventually("the message came back") {
                try await running.intake.count("SELECT count(*) FROM outbox WHERE tries > 0") == 1
            }
            try await TopologyClient.declare(topology(queue), settings: running.broker)
            #expect(try await running.said().envelope.id == (try await running.intake.story(number)).received)
        }
    }

    @Test func `a message that is none is parked with its reason, its neighbours are shown`() async throws {
        try await run { running in
            let token = try await running.intake.token("citizen-1")
            let (number, _) = try await running.intake.filed(person: 1, token: token)
            let story = try await running.intake.story(number)
            let stranger = IntakeFixture.Story(
                id: .make(), number: .make(region: story.region), region: story.region, received: .make(), at: story.at)
            let key = WireNames.routingKey(.submissionProgressed, story.region)
            _ = await running.publisher.publish([
                OutboundMessage(
                    exchange: WireNames.Exchange.events, routingKey: key,
                    properties: MessageProperties(story.envelope(.submissionProgressed, .verification, 9).wire),
                    body: Array("no JSON".utf8))
            ])
            try await running.publish(
                stranger.envelope(.submissionProgressed, .verification, 1), stranger.progressed(.inVerification))
            try await running.publish(
                story.envelope(.submissionProgressed, .verification, 1), story.progressed(.inDecision))
            try await eventually("both are parked") {
                try await running.intake.pool.column("SELECT reason FROM parked ORDER BY reason", as: String.self)
                    == ["unknown-submission", "unreadable"]
            }
        }
    }
}
