import Broker
import Testing

@Suite("A broken network", .needsBroker, .timeLimit(.minutes(3)))
struct ChaosTests {
    /// Publishes until every message is confirmed, as an outbox does.
    private func publishAll(_ messages: [OutboundMessage], _ publisher: BrokerPublisher) async -> Int {
        var open = messages
        var rounds = 0
        while !open.isEmpty {
            rounds += 1
            let outcomes = await publisher.publish(open)
            open = zip(open, outcomes).filter { !$1.isConfirmed }.map(\.0)
        }
        return rounds
    }

    @Test func `cut connections lose no message of a publisher that tries again`() async throws {
        let direct = try BrokerServer.settings()
        let proxy = try await ChaosProxy(to: direct.addresses[0])
        let settings = proxy.settings(direct)
        try await BrokerServer.withQueue(direct) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                async let rounds = publishAll(BrokerServer.messages(20_000, to: queue), publisher)
                for cut in 1...5 as ClosedRange<UInt64> {
                    try await eventually("sent more") {
                        publisher.statistics.connections >= cut
                            && publisher.statistics.confirmed > (cut - 1) * 2500 && publisher.state == .connected
                    }
                    try await proxy.tell("cut")
                }
                #expect(await rounds > 1)
                #expect(publisher.statistics.connections >= 5)
                #expect(publisher.statistics.unknown > 0)
            }
            var seen: Set<String> = []
            try await BrokerServer.withConsumer(direct, queue: queue) { consumer in
                while seen.count < 20_000 {
                    let batch = await consumer.nextBatch(max: 300)
                    seen.formUnion(batch.compactMap(\.properties.messageID))
                    await consumer.acknowledge(batch.map(\.tag))
                }
            }
            #expect(seen.count == 20_000)
        }
    }

    @Test func `cut connections lose no message of a consumer, and old tags settle nothing`() async throws {
        let direct = try BrokerServer.settings()
        let proxy = try await ChaosProxy(to: direct.addresses[0])
        try await BrokerServer.withQueue(direct) { queue in
            try await BrokerServer.withPublisher(direct) { publisher in
                _ = await publisher.publish(BrokerServer.messages(5000, to: queue))
            }
            try await BrokerServer.withConsumer(proxy.settings(direct), queue: queue, prefetch: 100) { consumer in
                var done: Set<String> = []
                var batches = 0
                while done.count < 5000 {
                    let batch = await consumer.nextBatch(max: 100)
                    batches += 1
                    if batches % 20 == 0 {
                        let before = consumer.statistics.connections
                        try await proxy.tell("cut")
                        try await eventually("connected again") {
                            consumer.statistics.connections > before && consumer.state == .connected
                        }
                        await consumer.acknowledge(batch.map(\.tag))
                        continue
                    }
                    done.formUnion(batch.compactMap(\.properties.messageID))
                    await consumer.acknowledge(batch.map(\.tag))
                }
                #expect(consumer.statistics.channelErrors == 0, "no tag of a lost channel reached the broker")
                #expect(consumer.statistics.connections > 2)
            }
            try await eventually("nothing left") {
                try await TopologyClient.count(queue: queue, settings: direct).messages == 0
            }
        }
    }

    @Test func `a network that swallows everything is noticed by the heartbeat`() async throws {
        var direct = try BrokerServer.settings()
        direct.heartbeatSeconds = 1
        let proxy = try await ChaosProxy(to: direct.addresses[0])
        try await BrokerServer.withQueue(direct) { queue in
            try await BrokerServer.withPublisher(proxy.settings(direct)) { publisher in
                #expect(await publisher.publish(BrokerServer.messages(1, to: queue)).first?.isConfirmed == true)
                try await proxy.tell("stall")
                let start = ContinuousClock.now
                let outcome = try #require(await publisher.publish(BrokerServer.messages(1, to: queue)).first)
                #expect(outcome.kind == "unknown")
                #expect(outcome.error?.code == .heartbeatMissed)
                #expect(ContinuousClock.now - start < .seconds(8))
                try await proxy.tell("flow")
                try await eventually("connected again") { publisher.state == .connected }
                #expect(await publisher.publish(BrokerServer.messages(1, to: queue)).first?.isConfirmed == true)
            }
        }
    }

    @Test func `heartbeats keep a quiet connection`() async throws {
        var settings = try BrokerServer.settings()
        settings.heartbeatSeconds = 1
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                try await BrokerServer.withPublisher(settings) { publisher in
                    try await eventually("connected") { publisher.state == .connected && consumer.state == .connected }
                    // Longer than either side tolerates silence.
                    let end = ContinuousClock.now + .seconds(4)
                    try await eventually("time has passed") { ContinuousClock.now > end }
                    #expect(publisher.statistics.connections == 1)
                    #expect(consumer.statistics.connections == 1)
                    #expect(publisher.state == .connected)
                    #expect(consumer.state == .connected)
                }
            }
        }
    }

    @Test func `a broker that comes back is used again without help`() async throws {
        var direct = try BrokerServer.settings()
        direct.unsentLimit = .milliseconds(200)
        let proxy = try await ChaosProxy(to: direct.addresses[0])
        try await BrokerServer.withQueue(direct) { queue in
            try await BrokerServer.withPublisher(proxy.settings(direct)) { publisher in
                try await eventually("connected") { publisher.state == .connected }
                #expect(await publisher.publish(BrokerServer.messages(1, to: queue)).first?.isConfirmed == true)
                try await proxy.tell("refuse")
                try await proxy.tell("cut")
                try await eventually("noticed") { publisher.state != .connected }
                let away = await publisher.publish(BrokerServer.messages(5, to: queue))
                #expect(away.allSatisfy { $0.kind == "unsent" })
                try await proxy.tell("accept")
                try await eventually("connected again") { publisher.state == .connected }
                #expect(await publisher.publish(BrokerServer.messages(5, to: queue)).allConfirmed)
            }
        }
    }

    @Test func `closing against a network that swallows everything is bounded`() async throws {
        var direct = try BrokerServer.settings()
        direct.closeLimit = .milliseconds(500)
        let proxy = try await ChaosProxy(to: direct.addresses[0])
        try await BrokerServer.withQueue(direct) { queue in
            let publisher = BrokerPublisher(settings: proxy.settings(direct), logger: BrokerServer.logger)
            let running = Task { await publisher.run() }
            try await eventually("connected") { publisher.state == .connected }
            try await proxy.tell("stall")
            async let outcomes = publisher.publish(BrokerServer.messages(3, to: queue))
            try await eventually("sent") { publisher.statistics.published == 3 }
            let start = ContinuousClock.now
            await publisher.close()
            #expect(ContinuousClock.now - start < .seconds(8))
            #expect(await outcomes.allSatisfy { $0.kind == "unknown" })
            await running.value
            try await proxy.tell("flow")
        }
    }
}
