import Broker
import Foundation
import Testing

@Suite("Topology of a real broker", .needsBroker, .timeLimit(.minutes(2)))
struct TopologyTests {
    @Test func `what is declared is there, routes, and can be declared again`() async throws {
        let settings = try BrokerServer.settings()
        let name = "test.\(UUID().uuidString.lowercased())"
        let topology = Topology(
            exchanges: [
                Topology.Exchange(name: "\(name).unrouted", kind: .fanout),
                Topology.Exchange(
                    name: name, kind: .topic, arguments: ["alternate-exchange": .string("\(name).unrouted")]),
            ],
            queues: [Topology.Queue(name: "\(name).a"), Topology.Queue(name: "\(name).rest")],
            bindings: [
                Topology.Binding(source: name, destination: "\(name).a", routingKey: "submission.*.v1.#"),
                Topology.Binding(source: "\(name).unrouted", destination: "\(name).rest", routingKey: ""),
            ])
        #expect(
            try await TopologyClient.missing(from: topology, settings: settings) == [
                "\(name).unrouted", name, "\(name).a", "\(name).rest",
            ])
        try await TopologyClient.declare(topology, settings: settings)
        try await TopologyClient.declare(topology, settings: settings)
        #expect(try await TopologyClient.missing(from: topology, settings: settings) == [])
        try await BrokerServer.withPublisher(settings) { publisher in
            let keys = ["submission.received.v1.3574", "other"]
            let outcomes = await publisher.publish(
                keys.map {
                    OutboundMessage(
                        exchange: name, routingKey: $0, properties: MessageProperties(messageID: $0), body: [])
                })
            #expect(outcomes.allConfirmed)
        }
        #expect(try await TopologyClient.count(queue: "\(name).a", settings: settings).messages == 1)
        #expect(try await TopologyClient.purge(queue: "\(name).rest", settings: settings) == 1)
        try await TopologyClient.unbind(topology.bindings, settings: settings)
        try await TopologyClient.delete(queues: topology.queues.map(\.name), settings: settings)
        try await TopologyClient.delete(exchanges: topology.exchanges.map(\.name), settings: settings)
        #expect(try await TopologyClient.missing(from: topology, settings: settings).count == 4)
        try await TopologyClient.delete(queues: topology.queues.map(\.name), settings: settings)
    }

    @Test func `the same queue with other arguments is refused`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            let other = Topology(
                queues: [Topology.Queue(name: queue, arguments: ["x-queue-type": .string("classic")])])
            let error = await #expect(throws: BrokerError.self) {
                try await TopologyClient.declare(other, settings: settings)
            }
            #expect(error?.replyCode == 406)
            #expect(error?.disposition == .permanent)
            #expect(error?.operation == "queue.declare")
        }
    }

    @Test func `a queue that is not there cannot be counted`() async throws {
        let settings = try BrokerServer.settings()
        let error = await #expect(throws: BrokerError.self) {
            try await TopologyClient.count(queue: "test.never", settings: settings)
        }
        #expect(error?.replyCode == 404)
    }
}
