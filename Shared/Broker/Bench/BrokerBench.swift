import Logging

/// Measures the publisher and the consumer, alone on one quorum queue, as `mpp bench` shows them.
package enum BrokerBench {
    /// Messages handed over at once.
    private static let batch = 100
    private static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

    /// Publishes persistent messages to a quorum queue and gives the confirmed messages per second.
    ///
    /// - Throws: when the queue cannot be made or a message is not confirmed.
    package static func publish(
        settings: BrokerSettings, queue: String, count: Int, size: Int, window: Int
    ) async throws -> Double {
        try await prepare(settings, queue)
        let publisher = BrokerPublisher(settings: settings, window: window, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await publisher.run() }
            // The connection is made outside the measured time.
            try await send(publisher, queue, count: 1, size: size, senders: 1)
            let clock = ContinuousClock()
            let start = clock.now
            try await send(publisher, queue, count: count, size: size, senders: max(2, 2 * window / batch))
            let rate = Double(count) / (clock.now - start).seconds
            await publisher.close()
            try await group.waitForAll()
            return rate
        }
    }

    /// Consumes and acknowledges messages that wait in a queue and gives the messages per second.
    ///
    /// - Throws: when the consumer ends early.
    package static func consume(
        settings: BrokerSettings, queue: String, count: Int, prefetch: Int
    ) async throws -> Double {
        let consumer = BrokerConsumer(settings: settings, queue: queue, prefetch: prefetch, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await consumer.run() }
            let clock = ContinuousClock()
            // The connection is made outside the measured time.
            await consumer.acknowledge(await consumer.nextBatch(max: 1).map(\.tag))
            let start = clock.now
            var received = 1
            while received < count {
                let deliveries = await consumer.nextBatch(max: prefetch)
                if deliveries.isEmpty { throw BrokerError(.closed, "the consumer ended", operation: "bench") }
                received += deliveries.count
                await consumer.acknowledge(deliveries.map(\.tag))
            }
            let rate = Double(received) / (clock.now - start).seconds
            await consumer.close()
            try await group.waitForAll()
            return rate
        }
    }

    /// Sends messages through a publisher and a consumer at once and gives by how many bytes the resident size has
    /// grown since the first tenth.
    ///
    /// - Throws: when a message is not confirmed.
    package static func soak(
        settings: BrokerSettings, queue: String, count: Int, size: Int, window: Int, prefetch: Int
    ) async throws -> Int {
        try await prepare(settings, queue)
        let publisher = BrokerPublisher(settings: settings, window: window, logger: logger)
        let consumer = BrokerConsumer(settings: settings, queue: queue, prefetch: prefetch, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await publisher.run() }
            group.addTask { await consumer.run() }
            group.addTask { try await send(publisher, queue, count: count, size: size, senders: 2) }
            var received = 0
            var warm = 0
            while received < count {
                let deliveries = await consumer.nextBatch(max: prefetch)
                if deliveries.isEmpty { throw BrokerError(.closed, "the consumer ended", operation: "bench") }
                received += deliveries.count
                await consumer.acknowledge(deliveries.map(\.tag))
                if warm == 0, received >= count / 10 { warm = ResidentSize.bytes }
            }
            let growth = ResidentSize.bytes - warm
            await publisher.close()
            await consumer.close()
            try await group.waitForAll()
            return growth
        }
    }

    private static func prepare(_ settings: BrokerSettings, _ queue: String) async throws(BrokerError) {
        try await TopologyClient.declare(Topology(queues: [Topology.Queue(name: queue)]), settings: settings)
    }

    private static func send(
        _ publisher: BrokerPublisher, _ queue: String, count: Int, size: Int, senders: Int
    ) async throws {
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: size)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<senders {
                group.addTask {
                    for first in stride(from: sender * batch, to: count, by: senders * batch) {
                        let messages = (first..<min(first + batch, count)).map { message($0, queue, body) }
                        for outcome in await publisher.publish(messages) where !outcome.isConfirmed {
                            throw BrokerError(.stalled, "\(outcome)", operation: "bench")
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func message(_ number: Int, _ queue: String, _ body: [UInt8]) -> OutboundMessage {
        let digits = String(number)
        let id = "01890000-0000-7000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
        return OutboundMessage(
            exchange: "", routingKey: queue,
            properties: MessageProperties(contentType: "application/json", messageID: id), body: body)
    }
}

extension Duration {
    /// The duration in seconds.
    fileprivate var seconds: Double { Double(nanoseconds) / 1_000_000_000 }
}
