import Broker
import Testing

@Suite("Publishing to a real broker", .needsBroker, .timeLimit(.minutes(2)))
struct PublishingTests {
    @Test func `every message of many senders is confirmed and in the queue`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                let kinds = await withTaskGroup(of: [String].self) { group in
                    for sender in 0..<10 {
                        group.addTask {
                            await publisher.publish(BrokerServer.messages(300, to: queue, from: sender * 300)).map(
                                \.kind)
                        }
                    }
                    return await group.reduce(into: []) { $0 += $1 }
                }
                #expect(kinds.count == 3000)
                #expect(kinds.allSatisfy { $0 == "confirmed" })
                #expect(publisher.state == .connected)
                #expect(publisher.statistics.confirmed == 3000)
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 3000)
        }
    }

    @Test func `a message that no queue takes comes back, its neighbours are confirmed`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                var messages = BrokerServer.messages(50, to: queue)
                for index in stride(from: 0, to: 50, by: 7) { messages[index].routingKey = "\(queue).nowhere" }
                messages[1].routingKey = "\(queue).nowhere"
                messages[1].mandatory = false
                let outcomes = await publisher.publish(messages)
                for (index, outcome) in outcomes.enumerated() {
                    #expect(outcome.kind == (index % 7 == 0 ? "returned" : "confirmed"), "message \(index)")
                    if case .returned(let code, let text) = outcome {
                        #expect(code == 312)
                        #expect(text == "NO_ROUTE")
                    }
                }
            }
        }
    }

    @Test func `a full queue refuses`() async throws {
        let settings = try BrokerServer.settings()
        let arguments: [String: FieldValue] = [
            "x-queue-type": .string("classic"), "x-max-length": .integer(5), "x-overflow": .string("reject-publish"),
        ]
        try await BrokerServer.withQueue(settings, arguments: arguments) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                let outcomes = await publisher.publish(BrokerServer.messages(20, to: queue))
                #expect(outcomes.prefix(5).allConfirmed)
                #expect(outcomes.dropFirst(5).allSatisfy { $0.kind == "nacked" })
            }
        }
    }

    @Test func `a missing exchange costs its message and not the publisher`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                var stray = BrokerServer.messages(1, to: queue)[0]
                stray.exchange = "\(queue).missing"
                let outcome = try #require(await publisher.publish([stray]).first)
                #expect(outcome.kind == "unknown")
                #expect(outcome.error?.replyCode == 404)
                #expect(outcome.error?.replyText.contains("no exchange '\(queue).missing'") == true)
                #expect(outcome.error?.operation == "basic.publish")
                let next = await publisher.publish(BrokerServer.messages(10, to: queue) + [stray])
                #expect(next.dropLast().allConfirmed)
                #expect(next.last?.kind == "unsent", "kept back for a while")
                #expect(publisher.statistics.connections == 1)
                #expect(publisher.statistics.channelErrors == 1)
            }
        }
    }

    @Test func `properties, headers and the stamped user arrive as sent`() async throws {
        let settings = try BrokerServer.settings()
        let properties = MessageProperties(
            contentType: "application/json", messageID: "id", type: "t", correlationID: "c", appID: "a",
            timestamp: 1_700_000_000,
            headers: [
                ("text", .string("ü")), ("number", .integer(.min)), ("truth", .boolean(false)),
                ("real", .double(0.25)), ("bytes", .bytes([0, 255])), ("time", .timestamp(7)),
                ("table", .table(["k": .array([.integer(1), .null])])), ("decimal", .decimal(scale: 1, value: 5)),
            ])
        try await BrokerServer.withQueue(settings) { queue in
            let sent = OutboundMessage(exchange: "", routingKey: queue, properties: properties, body: [1, 2, 3])
            try await BrokerServer.withPublisher(settings) { publisher in
                #expect(await publisher.publish([sent]).first?.isConfirmed == true)
            }
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let delivery = try #require(await consumer.nextBatch(max: 1).first)
                var expected = properties
                expected.userID = settings.user
                #expect(delivery.properties == expected)
                #expect(delivery.body == [1, 2, 3])
                #expect(delivery.routingKey == queue)
                #expect(delivery.exchange == "")
                #expect(!delivery.redelivered)
                await consumer.acknowledge([delivery.tag])
            }
        }
    }

    @Test(arguments: [0, 1, 131_063, 131_064, 131_065, 1_000_000])
    func `a body of any size arrives whole`(size: Int) async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let messages = (0..<3).map { number in
                OutboundMessage(
                    exchange: "", routingKey: queue, properties: MessageProperties(messageID: "\(number)"), body: body)
            }
            try await BrokerServer.withPublisher(settings) { publisher in
                #expect(await publisher.publish(messages).allConfirmed)
            }
            try await BrokerServer.withConsumer(settings, queue: queue) { consumer in
                let deliveries = await BrokerServer.take(3, from: consumer)
                #expect(deliveries.allSatisfy { $0.body == body })
                #expect(deliveries.map(\.properties.messageID) == ["0", "1", "2"])
                await consumer.acknowledge(deliveries.map(\.tag))
            }
            #expect(try await TopologyClient.count(queue: queue, settings: settings).messages == 0)
        }
    }

    @Test func `a foreign user id, a long key and huge headers stay here and harm nobody`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            try await BrokerServer.withPublisher(settings) { publisher in
                var messages = BrokerServer.messages(4, to: queue)
                messages[0].properties.userID = "somebody-else"
                messages[1].routingKey = String(repeating: "k", count: 300)
                messages[2].properties.headers = [("huge", .string(String(repeating: "x", count: 200_000)))]
                let outcomes = await publisher.publish(messages)
                #expect(outcomes.map(\.kind) == ["unsent", "unsent", "unsent", "confirmed"])
                #expect(outcomes.prefix(3).allSatisfy { $0.error?.code == .invalidMessage })
                #expect(publisher.statistics.channelErrors == 0)
            }
        }
    }

    @Test func `closing waits for what is in flight and then nothing is taken`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            let publisher = BrokerPublisher(settings: settings, logger: BrokerServer.logger)
            let running = Task { await publisher.run() }
            try await eventually("connected") { publisher.state == .connected }
            async let outcomes = publisher.publish(BrokerServer.messages(2000, to: queue))
            try await eventually("sending") { publisher.statistics.published > 0 }
            await publisher.close()
            #expect(await outcomes.allConfirmed)
            #expect(publisher.state == .closed)
            await running.value
            let late = await publisher.publish(BrokerServer.messages(2, to: queue))
            #expect(late.allSatisfy { $0.error?.code == .closed })
            await publisher.close()
        }
    }

    @Test func `cancelling leaves nobody waiting`() async throws {
        let settings = try BrokerServer.settings()
        try await BrokerServer.withQueue(settings) { queue in
            let publisher = BrokerPublisher(settings: settings, window: 10, logger: BrokerServer.logger)
            let running = Task { await publisher.run() }
            try await eventually("connected") { publisher.state == .connected }
            async let outcomes = publisher.publish(BrokerServer.messages(20_000, to: queue))
            try await eventually("sending") { publisher.statistics.confirmed > 0 }
            running.cancel()
            await running.value
            let kinds = await outcomes.map(\.kind)
            #expect(kinds.count == 20_000)
            #expect(kinds.contains("confirmed"))
            #expect(kinds.last == "unsent")
        }
    }
}
