import Broker
import Contracts
import Foundation
import Logging
import ServiceLifecycleTestKit
import ServiceRuntime
import TestSupport
import Testing

@testable import Worker

/// An agency with one check of its own on the tests' broker: its queue, where its answers go, and its dead letters.
///
/// The worker has the broker user of an agency, with exactly the permissions that set-up gives it.
struct Agency: Sendable {
    let url: String
    let settings: BrokerSettings
    let code: AgencyCode
    let check: CheckCode
    private let publisher: BrokerPublisher
    private let answers: BrokerConsumer
    private let rejected: BrokerConsumer

    /// The queue of the check.
    var queue: String { WireNames.Queue.agency(code, check) }
    private var answerQueue: String { "test.answers.\(check.value)" }
    private var deadQueue: String { "test.dead.\(check.value)" }
    private var answerBinding: Topology.Binding {
        Topology.Binding(
            source: WireNames.Exchange.results, destination: answerQueue,
            routingKey: WireNames.routingKey(code, check))
    }

    private init() async throws {
        settings = try BrokerSettings(url: TestEnvironment.url(of: .broker), connectionName: "worker test")
        let user = try await AgencyUser.shared.made(settings)
        url = user.url
        code = user.code
        check = try CheckCode(TestNames.unique("check-"))
        publisher = BrokerPublisher(settings: settings, logger: .silent)
        answers = BrokerConsumer(settings: settings, queue: "test.answers.\(check.value)", logger: .silent)
        rejected = BrokerConsumer(settings: settings, queue: "test.dead.\(check.value)", logger: .silent)
    }

    /// Runs a test with an agency, whose queues are gone afterwards.
    static func with(_ body: @Sendable (Agency) async throws -> Void) async throws {
        let agency = try await Agency()
        try await agency.declare()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await agency.publisher.run() }
                group.addTask { await agency.answers.run() }
                group.addTask { await agency.rejected.run() }
                defer { group.cancelAll() }
                try await body(agency)
            }
        } catch {
            // The failure itself is what counts.
            try? await agency.remove()
            throw error
        }
        try await agency.remove()
    }

    private func declare() async throws {
        var work = Topology.Queue.quorum
        work["x-dead-letter-exchange"] = .string("")
        work["x-dead-letter-routing-key"] = .string(deadQueue)
        try await TopologyClient.declare(
            Topology(
                exchanges: [Topology.Exchange(name: WireNames.Exchange.results, kind: .topic)],
                queues: [
                    Topology.Queue(name: queue, arguments: work), Topology.Queue(name: answerQueue),
                    Topology.Queue(name: deadQueue),
                ],
                bindings: [answerBinding]),
            settings: settings)
    }

    private func remove() async throws {
        try await TopologyClient.delete(queues: [queue, answerQueue, deadQueue], settings: settings)
    }

    /// Lets answers be returned as unroutable, or takes them again.
    func takeAnswers(_ isTaking: Bool) async throws {
        if isTaking {
            try await TopologyClient.declare(Topology(bindings: [answerBinding]), settings: settings)
        } else {
            try await TopologyClient.unbind([answerBinding], settings: settings)
        }
    }

    /// A question, not yet asked.
    func question(attempt: Int = 1, documents: [CheckDocument] = []) throws -> CheckRequested {
        let asked = Timestamp.now()
        return CheckRequested(
            checkID: .make(), submissionID: .make(), number: .make(region: try RegionCode("3574")),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), agency: code, check: check,
            attempt: attempt, requestedAt: asked, answerBy: asked.adding(seconds: 3600), fields: ["name": "Uji Coba"],
            documents: documents, documentAccess: documents.isEmpty ? nil : "contoh-token-dokumen-0001")
    }

    /// Asks a question, or sends other bytes in its place.
    func ask(_ question: CheckRequested, body: [UInt8]? = nil) async throws {
        let envelope = Envelope(
            type: .checkRequested, source: MessageSource(region: try RegionCode("3574"), service: .verification),
            subject: question.submissionID)
        let outcomes = await publisher.publish([
            OutboundMessage(
                exchange: "", routingKey: queue, properties: MessageProperties(envelope.wire),
                body: try body ?? ContractCoding.encode(question))
        ])
        try #require(outcomes.first?.isConfirmed == true, "\(outcomes)")
    }

    /// The next word of the agency.
    func word() async throws -> Delivery {
        try await next(of: answers, "a word of the agency")
    }

    /// The next answer of the agency.
    func answer() async throws -> CheckCompleted {
        let word = try await word()
        #expect(word.properties.type == MessageType.checkCompleted.rawValue)
        return try ContractCoding.decode(CheckCompleted.self, from: word.body)
    }

    /// The next question that the worker has given up.
    func rejection() async throws -> Delivery {
        try await next(of: rejected, "a rejected question")
    }

    private func next(of consumer: BrokerConsumer, _ what: String) async throws -> Delivery {
        let deliveries = try await within(.seconds(20), what) { await consumer.nextBatch(max: 1) }
        let delivery = try #require(deliveries.first)
        await consumer.acknowledge([delivery.tag])
        return delivery
    }

    /// How many questions nobody holds.
    func waiting() async throws -> Int {
        try await TopologyClient.count(queue: queue, settings: settings).messages
    }

    /// Waits until every question is settled: nothing is ready, and nothing comes back when the workers have gone.
    func expectSettled() async throws {
        try await eventually("the workers are gone") {
            try await TopologyClient.count(queue: queue, settings: settings).consumers == 0
        }
        #expect(try await waiting() == 0)
    }
}
