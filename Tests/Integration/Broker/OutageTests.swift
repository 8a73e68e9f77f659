import Broker
import Testing

@Suite("A broker in trouble", .needsPrivateServer, .timeLimit(.minutes(8)))
struct OutageTests {
    @Test func `restart, crash, freeze, alarm, force and refusal are survived`() async throws {
        try await PrivateServer.with { server in
            var settings = try await server.settings()
            settings.heartbeatSeconds = 2
            settings.unsentLimit = .milliseconds(500)
            let queue = "trouble"
            try await TopologyClient.declare(
                Topology(queues: [Topology.Queue(name: queue)]), settings: settings)
            try await BrokerServer.withPublisher(settings) { publisher in
                try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                    let collector = Collector()
                    let collecting = Task { await collector.run(consumer) }
                    let trouble = Trouble(
                        server: server, settings: settings, queue: queue, publisher: publisher, consumer: consumer,
                        collector: collector)
                    try await trouble.deliverSome()
                    try await trouble.closedConnections()
                    try await trouble.alarm()
                    try await trouble.freeze()
                    try await trouble.restart()
                    try await trouble.crash()
                    await consumer.drain()
                    await collecting.value
                }
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 0)
            try await forbidden(server, settings)
        }
    }

    /// A user that may publish to one exchange only.
    private func forbidden(_ server: PrivateServer, _ settings: BrokerSettings) async throws {
        try await TopologyClient.declare(
            Topology(
                exchanges: [
                    Topology.Exchange(name: "allowed", kind: .fanout), Topology.Exchange(name: "topics", kind: .topic),
                    Topology.Exchange(name: "secret", kind: .fanout),
                ], queues: [Topology.Queue(name: "q")],
                bindings: [
                    Topology.Binding(source: "allowed", destination: "q", routingKey: ""),
                    Topology.Binding(source: "topics", destination: "q", routingKey: "#"),
                ]), settings: settings)
        try await server.control("add_user", "agency", "word-for-the-test")
        try await server.control("set_permissions", "agency", "^$", "^(allowed|topics)$", "^$")
        try await server.control("set_topic_permissions", "agency", "topics", "^agency\\.", "^$")
        var agency = settings.withPassword("word-for-the-test")
        agency.user = "agency"
        func message(_ exchange: String, _ key: String = "agency.check") -> OutboundMessage {
            OutboundMessage(
                exchange: exchange, routingKey: key, properties: MessageProperties(messageID: exchange + key), body: [1]
            )
        }
        try await BrokerServer.withPublisher(agency) { publisher in
            try await eventually("connected") { publisher.state == .connected }
            let secret = await publisher.publish([message("secret")])
            #expect(secret.first?.error?.replyCode == 403)
            #expect(secret.first?.error?.disposition == .permanent)
            let topic = await publisher.publish([message("topics", "other.check")])
            #expect(topic.first?.error?.replyCode == 403)
            let outcomes = await publisher.publish([
                message("allowed"), message("secret"), message("topics"), message("topics", "other.check"),
            ])
            #expect(outcomes.map(\.kind) == ["confirmed", "unsent", "confirmed", "unsent"])
            #expect(outcomes[1].error?.disposition == .permanent)
            #expect(publisher.statistics.channelErrors == 2)
        }
        let error = await #expect(throws: BrokerError.self) {
            try await TopologyClient.declare(Topology(queues: [Topology.Queue(name: "mine")]), settings: agency)
        }
        #expect(error?.replyCode == 403)
        #expect(error?.disposition == .permanent)
        #expect(
            try await TopologyClient.missing(
                from: Topology(queues: [Topology.Queue(name: "q"), Topology.Queue(name: "none")]), settings: agency)
                == ["none"])
    }
}
