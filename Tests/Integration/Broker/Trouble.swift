import Broker
import Testing

/// One kind of trouble after another for a publisher and a consumer; after each, all that was published arrives.
final class Trouble {
    private let server: PrivateServer
    private let settings: BrokerSettings
    private let queue: String
    private let publisher: BrokerPublisher
    private let consumer: BrokerConsumer
    private let collector: Collector
    private var sent = 0

    init(
        server: PrivateServer, settings: BrokerSettings, queue: String, publisher: BrokerPublisher,
        consumer: BrokerConsumer, collector: Collector
    ) {
        self.server = server
        self.settings = settings
        self.queue = queue
        self.publisher = publisher
        self.consumer = consumer
        self.collector = collector
    }

    /// Publishes messages, again and again until each is confirmed, and waits for all.
    func deliverSome(_ count: Int = 500) async throws {
        var open = BrokerServer.messages(count, to: queue, from: sent)
        sent += count
        try await eventually(within: .seconds(60), "all confirmed") {
            let outcomes = await publisher.publish(open)
            open = zip(open, outcomes).filter { !$1.isConfirmed }.map(\.0)
            return open.isEmpty
        }
        try await eventually(within: .seconds(60), "all delivered") { collector.count == sent }
    }

    private func connectedAgain(after connections: (UInt64, UInt64)) async throws {
        try await eventually(within: .seconds(60), "connected again") {
            publisher.statistics.connections > connections.0 && consumer.statistics.connections > connections.1
                && publisher.state == .connected && consumer.state == .connected
        }
    }

    private var connections: (UInt64, UInt64) { (publisher.statistics.connections, consumer.statistics.connections) }

    /// All connections are closed by an operator.
    func closedConnections() async throws {
        let before = connections
        try await server.control("close_all_connections", "for the test")
        try await connectedAgain(after: before)
        try await deliverSome()
    }

    /// The broker runs out of memory and takes no messages for a while.
    func alarm() async throws {
        let before = connections
        try await server.control("set_vm_memory_high_watermark", "0.00001")
        // The broker says that it is blocked only to those who publish.
        let (publisher, messages) = (publisher, BrokerServer.messages(1, to: queue, from: sent))
        async let outcomes = publisher.publish(messages)
        sent += 1
        try await eventually("blocked") { if case .blocked = publisher.state { true } else { false } }
        let refused = await publisher.publish(BrokerServer.messages(1, to: queue, from: 1_000_000))
        #expect(refused.first?.error?.code == .blocked)
        #expect(consumer.state == .connected)
        try await server.control("set_vm_memory_high_watermark", "0.4")
        #expect(await outcomes.first?.isConfirmed == true, "it waited on the way")
        try await eventually("connected") { publisher.state == .connected }
        #expect(connections == before)
        try await deliverSome()
    }

    /// The broker stops in its tracks: only the missing heartbeats tell.
    func freeze() async throws {
        let before = connections
        try await server.freeze(true)
        try await eventually(within: .seconds(30), "noticed") {
            publisher.state != .connected && consumer.state != .connected
        }
        try await server.freeze(false)
        try await connectedAgain(after: before)
        try await deliverSome()
    }

    /// The broker is restarted in order.
    func restart() async throws {
        let before = connections
        try await server.tell("restart")
        try await connectedAgain(after: before)
        try await deliverSome()
    }

    /// The broker is killed while messages are in flight.
    func crash() async throws {
        let before = connections
        let first = sent
        sent += 5000
        let (publisher, messages) = (publisher, BrokerServer.messages(5000, to: queue, from: first))
        async let flying = publisher.publish(messages)
        try await server.tell("kill")
        let outcomes = await flying
        try await server.tell("start")
        try await connectedAgain(after: before)
        var open = zip(messages, outcomes).filter { !$1.isConfirmed }.map(\.0)
        try await eventually(within: .seconds(60), "all confirmed") {
            let outcomes = await publisher.publish(open)
            open = zip(open, outcomes).filter { !$1.isConfirmed }.map(\.0)
            return open.isEmpty
        }
        try await eventually(within: .seconds(60), "all delivered") { collector.count == sent }
    }
}
