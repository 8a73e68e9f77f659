import AgencySimulator
import Broker
import Contracts
import Foundation
import Simulation
import Synchronization
import TestSupport
import Testing
import Worker

/// A queue of questions, a simulated agency that reads it, and all that it answers.
struct AgencyBench: Sendable {
    /// An answer as it arrived.
    struct Answer: Sendable {
        let id: String?
        /// Whether it has an envelope.
        let hasEnvelope: Bool
        /// What it says; nil when it cannot be read.
        let completed: CheckCompleted?
    }

    private final class Answers: Sendable { let all = Mutex<[Answer]>([]) }

    let agency: AgencyCode
    let code: CheckCode
    /// The user of the tests' connection; the broker checks that an answer names it.
    private let user: String?
    private let broker: BrokerSettings
    private let publisher: BrokerPublisher
    private let results: String
    private let answers = Answers()

    var queue: String { WireNames.Queue.agency(agency, code) }

    /// What was answered so far.
    var answered: [Answer] { answers.all.withLock { $0 } }

    private init() throws {
        let url = try TestEnvironment.url(of: .broker)
        agency = try AgencyCode("simulated-agency")
        user = URLComponents(string: url)?.user
        let name = TestNames.unique("sim-").replacing("_", with: "-")
        code = try CheckCode(String(name.prefix(40)))
        results = "results.\(name)"
        broker = try BrokerSettings(url: url, connectionName: name)
        publisher = BrokerPublisher(settings: broker, logger: .silent)
    }

    /// Runs a body with a bench, which is taken down afterwards.
    static func with(_ body: (AgencyBench) async throws -> Void) async throws {
        let bench = try AgencyBench()
        try await TopologyClient.declare(bench.topology, settings: bench.broker)
        let result: Result<Void, any Error> = await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await bench.publisher.run() }
            tasks.addTask { await bench.listen() }
            defer { tasks.cancelAll() }
            do {
                try await body(bench)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try await TopologyClient.delete(queues: [bench.queue, bench.results], settings: bench.broker)
        try result.get()
    }

    /// Runs a body while an agency with a profile answers.
    func withAgency<R: Sendable>(
        _ profile: String, crash: @escaping @Sendable () -> Void = {}, _ body: () async throws -> R
    ) async throws -> R {
        let consumer = BrokerConsumer(settings: broker, queue: queue, prefetch: 20, logger: .silent)
        let loop = CheckLoop(
            queue: queue, consumer: consumer,
            responder: SimulatedResponder(
                agency: agency, code: code, check: { _ in .match },
                profile: try SimulationProfile(json: Array(profile.utf8)), publisher: publisher, logger: .silent,
                user: user, crash: crash), concurrency: 10)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await loop.run() }
            let value = try await body()
            await loop.drain()
            try await tasks.waitForAll()
            return value
        }
    }

    /// Asks; the check is known by its id, whose attempt and message may be repeated.
    @discardableResult
    func ask(_ check: CheckID = .make(), attempt: Int = 1, emission: Int = 1) async throws -> CheckID {
        let submission = SubmissionID.make()
        let region = try RegionCode("3574")
        let body = CheckRequested(
            checkID: check, submissionID: submission, number: .make(region: region),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), agency: agency, check: code,
            attempt: attempt, requestedAt: .now(), answerBy: Timestamp.now().adding(seconds: 3600), fields: [:])
        let envelope = Envelope(
            type: .checkRequested, source: MessageSource(region: region, service: .verification), subject: submission,
            attempt: emission)
        let outcome = await publisher.publish([
            OutboundMessage(
                exchange: WireNames.Exchange.work, routingKey: WireNames.routingKey(agency, code),
                properties: MessageProperties(envelope.wire), body: try ContractCoding.encode(body))
        ])
        try #require(outcome.first?.isConfirmed == true)
        return check
    }

    /// Waits until so many answers are there.
    func hasAnswers(_ count: Int) async throws {
        try await eventually(within: .seconds(20), "\(count) answers are there") { answered.count >= count }
    }

    /// How many questions are left.
    func questionsLeft() async throws -> Int { try await TopologyClient.count(queue: queue, settings: broker).messages }

    private var topology: Topology {
        let key = WireNames.routingKey(agency, code)
        return Topology(
            exchanges: [
                Topology.Exchange(name: WireNames.Exchange.work, kind: .topic),
                Topology.Exchange(name: WireNames.Exchange.results, kind: .topic),
            ],
            queues: [Topology.Queue(name: queue), Topology.Queue(name: results)],
            bindings: [
                Topology.Binding(source: WireNames.Exchange.work, destination: queue, routingKey: key),
                Topology.Binding(source: WireNames.Exchange.results, destination: results, routingKey: key),
            ])
    }

    private func listen() async {
        let consumer = BrokerConsumer(settings: broker, queue: results, logger: .silent)
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await consumer.run() }
            while true {
                let deliveries = await consumer.nextBatch(max: 100)
                if deliveries.isEmpty { break }
                answers.all.withLock { $0 += deliveries.map(Self.answer) }
                await consumer.acknowledge(deliveries.map(\.tag))
            }
            tasks.cancelAll()
        }
    }

    private static func answer(_ delivery: Delivery) -> Answer {
        // What cannot be read is what some tests want.
        let completed = try? ContractCoding.decode(CheckCompleted.self, from: delivery.body)
        let envelope = try? Envelope(wire: WireProperties(delivery.properties))  // For the same reason.
        return Answer(id: delivery.properties.messageID, hasEnvelope: envelope != nil, completed: completed)
    }
}
