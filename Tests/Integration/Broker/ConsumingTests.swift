import Broker
import Testing

@Suite("Consuming from a real broker", .needsBroker, .timeLimit(.minutes(2)))
struct ConsumingTests {
    private func fill(_ queue: String, _ count: Int, _ settings: BrokerSettings) async throws {
        try await BrokerServer.withPublisher(settings) { publisher in
            #expect(await publisher.publish(BrokerServer.messages(count, to: queue)).allConfirmed)
        }
    }

    private func ids(_ deliveries: [Delivery]) -> [String] { deliveries.compactMap(\.properties.messageID) }

    @Test func `messages come in order and acknowledged ones are gone`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await fill(queue, 1000, settings)
            try await BrokerServer.withConsumer(settings, queue: queue, prefetch: 50) { consumer in
                var all: [String] = []
                while all.count < 1000 {
                    let batch = await consumer.nextBatch(max: 30)
                    #expect(batch.count <= 30 && !batch.isEmpty)
                    all += ids(batch)
                    await consumer.acknowledge(batch.map(\.tag))
                }
                #expect(all == (0..<1000).map { "m-\($0)" })
                try await eventually("counted") { consumer.statistics.acknowledged == 1000 }
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 0)
        }
    }

    @Test func `what was not settled is delivered again and counted`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await fill(queue, 10, settings)
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let batch = await BrokerServer.take(10, from: consumer)
                #expect(batch.allSatisfy { !$0.redelivered && $0.deliveryCount == 0 })
                await consumer.acknowledge([batch[0].tag, batch[4].tag])
            }
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let batch = await BrokerServer.take(8, from: consumer)
                #expect(Set(ids(batch)) == Set((0..<10).map { "m-\($0)" }).subtracting(["m-0", "m-4"]))
                #expect(batch.allSatisfy { $0.redelivered && $0.deliveryCount == 1 })
                await consumer.acknowledge(batch.map(\.tag))
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 0)
        }
    }

    @Test func `a rejected message comes again or goes to the dead letters`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { dead in
            let arguments: [String: FieldValue] = [
                "x-queue-type": .string("quorum"), "x-dead-letter-exchange": .string(""),
                "x-dead-letter-routing-key": .string(dead), "x-delivery-limit": .integer(20),
            ]
            try await BrokerServer.withQueue(settings, arguments: arguments) { queue in
                try await fill(queue, 2, settings)
                try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                    let first = await BrokerServer.take(2, from: consumer)
                    await consumer.reject(first[0].tag, requeue: true)
                    await consumer.reject(first[1].tag, requeue: false)
                    let again = try #require(await consumer.nextBatch(max: 5).first)
                    #expect(again.properties.messageID == "m-0")
                    #expect(again.deliveryCount == 1)
                    await consumer.acknowledge([again.tag])
                }
                try await BrokerServer.withConsumer(settings, queue: dead) { consumer in
                    let letter = try #require(await consumer.nextBatch(max: 1).first)
                    #expect(letter.properties.messageID == "m-1")
                    guard case .array(let deaths) = letter.properties.header("x-death"), case .table = deaths.first
                    else {
                        Issue.record("no x-death")
                        return
                    }
                    await consumer.acknowledge([letter.tag])
                }
            }
        }
    }

    @Test func `never more than the prefetch is here, and settling out of order makes room`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await fill(queue, 30, settings)
            try await BrokerServer.withConsumer(settings, queue: queue, prefetch: 10) { consumer in
                let batch = await BrokerServer.take(10, from: consumer)
                try await eventually("counted") { consumer.statistics.delivered == 10 }
                // The first stays open; the others make room all the same.
                await consumer.acknowledge(batch.dropFirst().map(\.tag))
                let more = await BrokerServer.take(9, from: consumer)
                #expect(more.count == 9)
                await consumer.acknowledge([batch[0].tag] + more.map(\.tag))
                let rest = await BrokerServer.take(10, from: consumer)
                await consumer.acknowledge(rest.map(\.tag))
                await consumer.acknowledge(rest.map(\.tag))
                await consumer.acknowledge(await BrokerServer.take(1, from: consumer).map(\.tag))
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 0)
        }
    }

    @Test func `draining hands back what nobody took and lets the rest be settled`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await fill(queue, 20, settings)
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let taken = await BrokerServer.take(5, from: consumer)
                try await eventually("all delivered") { consumer.statistics.delivered == 20 }
                async let waiting = consumer.nextBatch(max: 0)
                await consumer.drain()
                #expect(await waiting.isEmpty)
                #expect(await consumer.nextBatch(max: 10).isEmpty)
                await consumer.acknowledge(taken.map(\.tag))
                try await eventually("handed back") {
                    try await TopologyClient.count(queue: queue, settings: settings).messages == 15
                }
                try await eventually("no consumer") {
                    try await TopologyClient.count(queue: queue, settings: settings).consumers == 0
                }
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 15)
        }
    }

    @Test func `draining wakes whoever waits`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                try await eventually("connected") { consumer.state == .connected }
                async let first = consumer.nextBatch(max: 1)
                async let second = consumer.nextBatch(max: 1)
                await consumer.drain()
                #expect(await first.isEmpty)
                #expect(await second.isEmpty)
            }
        }
    }

    @Test func `cancelling a waiting reader gives it nothing and the next one everything`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let reader = Task { await consumer.nextBatch(max: 10) }
                try await eventually("connected") { consumer.state == .connected }
                reader.cancel()
                #expect(await reader.value.isEmpty)
                try await fill(queue, 3, settings)
                let batch = await BrokerServer.take(3, from: consumer)
                #expect(ids(batch) == ["m-0", "m-1", "m-2"])
                await consumer.acknowledge(batch.map(\.tag))
            }
        }
    }

    @Test func `a deleted queue is waited for and consumed again`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                try await eventually("connected") { consumer.state == .connected }
                try await TopologyClient.delete(queues: [queue], settings: settings)
                try await eventually("noticed") {
                    if case .connecting = consumer.state { true } else { false }
                }
                try await TopologyClient.declare(
                    Topology(queues: [Topology.Queue(name: queue)]), settings: settings)
                try await fill(queue, 2, settings)
                let batch = await BrokerServer.take(2, from: consumer)
                #expect(ids(batch) == ["m-0", "m-1"])
                try await eventually("connected") { consumer.state == .connected }
                await consumer.acknowledge(batch.map(\.tag))
            }
        }
    }

    @Test func `a queue that is not there yet is waited for, with the reason shown`() async throws {
        let settings = try BrokerServer.settings()
        let queue = try await BrokerServer.withQueue(settings) { $0 }
        try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
            try await eventually("the reason") {
                if case .connecting(let reason) = consumer.state { reason.contains("404") } else { false }
            }
            try await TopologyClient.declare(Topology(queues: [Topology.Queue(name: queue)]), settings: settings)
            try await eventually("connected") { consumer.state == .connected }
        }
        try await TopologyClient.delete(queues: [queue], settings: settings)
    }

    @Test func `two consumers share a queue`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withConsumer(settings, queue: queue, prefetch: 10) { one in
                try await BrokerServer.withConsumer(settings, queue: queue, prefetch: 10) { other in
                    try await eventually("both connected") { one.state == .connected && other.state == .connected }
                    try await fill(queue, 20, settings)
                    let first = await BrokerServer.take(10, from: one)
                    let second = await BrokerServer.take(10, from: other)
                    #expect(Set(ids(first) + ids(second)).count == 20)
                    await one.acknowledge(first.map(\.tag))
                    await other.acknowledge(second.map(\.tag))
                }
            }
        }
    }
}
