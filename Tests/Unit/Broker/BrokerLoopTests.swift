import Logging
import Testing

@testable import Broker

@Suite("Connection thread", .timeLimit(.minutes(1)))
struct BrokerLoopTests {
    private func settings() throws -> BrokerSettings {
        var settings = try BrokerSettings(url: "amqp://u:p@127.0.0.1:1", connectionName: "test")
        settings.unsentLimit = .milliseconds(50)
        settings.firstRetryPause = .milliseconds(1)
        settings.longestRetryPause = .milliseconds(5)
        return settings
    }

    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private let message = OutboundMessage(
        exchange: "e", routingKey: "k", properties: MessageProperties(), body: [])

    @Test func `without a broker everybody gets an answer, and the end comes at once`() async throws {
        let publisher = BrokerPublisher(settings: try settings(), logger: logger)
        let running = Task { await publisher.run() }
        let kinds = await withTaskGroup(of: [PublishOutcome].self) { group in
            for _ in 0..<200 { group.addTask { await publisher.publish([message, message]) } }
            return await group.reduce(into: [PublishOutcome]()) { $0 += $1 }
        }
        #expect(kinds.count == 400)
        #expect(kinds.allSatisfy { if case .unsent = $0 { true } else { false } })
        #expect(publisher.statistics.unsent == 400)
        running.cancel()
        await running.value
        #expect(publisher.state == .closed)
        #expect(await publisher.publish([]).isEmpty)
    }

    @Test func `a publisher that was never started answers too`() async throws {
        let publisher = BrokerPublisher(settings: try settings(), logger: logger)
        #expect(publisher.state == .connecting(reason: "not started"))
        #expect(await publisher.publish([message]).count == 1)
    }

    @Test func `an actor that nobody holds goes, and its thread with it`() async throws {
        weak var gone: BrokerPublisher?
        weak var loop: BrokerLoop?
        do {
            let publisher = BrokerPublisher(settings: try settings(), logger: logger)
            gone = publisher
            loop = publisher.loop
            _ = await publisher.publish([message])
        }
        let end = ContinuousClock.now + .seconds(20)
        while gone != nil || loop != nil, ContinuousClock.now < end { await Task.yield() }
        #expect(gone == nil)
        #expect(loop == nil)
    }

    @Test func `a consumer without a broker waits, says why and can be closed`() async throws {
        let consumer = BrokerConsumer(settings: try settings(), queue: "q", logger: logger)
        let running = Task { await consumer.run() }
        async let batch = consumer.nextBatch(max: 10)
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if case .connecting(let reason) = consumer.state, reason.contains("127.0.0.1:1") { break }
            await Task.yield()
        }
        await consumer.close()
        #expect(await batch.isEmpty)
        #expect(await consumer.nextBatch(max: 1).isEmpty)
        await running.value
        #expect(consumer.state == .closed)
        await consumer.drain()
    }

    @Test func `topology without a broker fails with the reason`() async throws {
        let error = await #expect(throws: BrokerError.self) {
            try await TopologyClient.declare(Topology(queues: [Topology.Queue(name: "q")]), settings: settings())
        }
        #expect(error?.code == .unreachable)
        #expect(error?.disposition == .transient)
        try await TopologyClient.declare(Topology(), settings: settings())
    }
}
