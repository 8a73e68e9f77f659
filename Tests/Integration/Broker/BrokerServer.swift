import Broker
import Foundation
import Logging
import Testing

/// The broker that the tests talk to, from `MPP_TEST_BROKER_URL`.
enum BrokerServer {
    /// The URL; nil = none to test with.
    static let url = ProcessInfo.processInfo.environment["MPP_TEST_BROKER_URL"]
    /// Whether the tests must not be skipped.
    static let isRequired = ProcessInfo.processInfo.environment["CI"] == "true"

    /// A logger that says nothing.
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// Settings for the broker, with short limits.
    static func settings(_ name: String = "test") throws -> BrokerSettings {
        try settings(url: try #require(url, "MPP_TEST_BROKER_URL is not set"), name)
    }

    /// Settings for a URL, with short limits.
    static func settings(url: String, _ name: String = "test") throws -> BrokerSettings {
        var settings = try BrokerSettings(url: url, connectionName: name)
        settings.firstRetryPause = .milliseconds(20)
        settings.longestRetryPause = .milliseconds(500)
        return settings
    }

    /// Gives the body a fresh queue and deletes it afterwards.
    static func withQueue<Result>(
        _ settings: BrokerSettings, arguments: [String: FieldValue] = Topology.Queue.quorum,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let queue = "test.\(UUID().uuidString.lowercased())"
        let topology = Topology(queues: [Topology.Queue(name: queue, arguments: arguments)])
        try await TopologyClient.declare(topology, settings: settings)
        do {
            let result = try await body(queue)
            try await TopologyClient.delete(queues: [queue], settings: settings)
            return result
        } catch {
            // The queue of a failed test may stay; the failure itself is what counts.
            try? await TopologyClient.delete(queues: [queue], settings: settings)
            throw error
        }
    }

    /// Gives the body a running publisher and closes it afterwards.
    static func withPublisher<Result>(
        _ settings: BrokerSettings, window: Int = 500, _ body: (BrokerPublisher) async throws -> Result
    ) async throws -> Result {
        let publisher = BrokerPublisher(settings: settings, window: window, logger: logger)
        let running = Task { await publisher.run() }
        do {
            let result = try await body(publisher)
            await publisher.close()
            await running.value
            return result
        } catch {
            running.cancel()
            await running.value
            throw error
        }
    }

    /// Gives the body a running consumer and closes it afterwards.
    static func withConsumer<Result>(
        _ settings: BrokerSettings, queue: String, prefetch: Int = 300,
        _ body: (BrokerConsumer) async throws -> Result
    ) async throws -> Result {
        let consumer = BrokerConsumer(settings: settings, queue: queue, prefetch: prefetch, logger: logger)
        let running = Task { await consumer.run() }
        do {
            let result = try await body(consumer)
            await consumer.close()
            await running.value
            return result
        } catch {
            running.cancel()
            await running.value
            throw error
        }
    }

    /// Messages for a queue with ids that tell them apart.
    static func messages(_ count: Int, to queue: String, from first: Int = 0) -> [OutboundMessage] {
        (first..<first + count).map { number in
            OutboundMessage(
                exchange: "", routingKey: queue, properties: MessageProperties(messageID: "m-\(number)"),
                body: Array("body \(number)".utf8))
        }
    }

    /// Takes deliveries until there are so many.
    static func take(_ count: Int, from consumer: BrokerConsumer) async -> [Delivery] {
        var all: [Delivery] = []
        while all.count < count {
            let batch = await consumer.nextBatch(max: count - all.count)
            if batch.isEmpty { break }
            all += batch
        }
        return all
    }
}

/// Looks again and again until a condition holds; records an issue when it does not within the time.
func eventually(
    within limit: Duration = .seconds(20), _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while clock.now < deadline {
        if try await condition() { return }
        try await clock.sleep(for: .milliseconds(10))  // between two looks
    }
    Issue.record("not within \(limit): \(what)", sourceLocation: sourceLocation)
}

extension PublishOutcome {
    /// The kind in one word, for comparing.
    var kind: String {
        switch self {
        case .confirmed: "confirmed"
        case .nacked: "nacked"
        case .returned: "returned"
        case .unknown: "unknown"
        case .unsent: "unsent"
        }
    }

    /// The error, if it is one.
    var error: BrokerError? {
        switch self {
        case .unknown(let error), .unsent(let error): error
        case .confirmed, .nacked, .returned: nil
        }
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the suite only with a broker; in CI it must be there.
    static var needsBroker: Self {
        .enabled(
            if: BrokerServer.url != nil || BrokerServer.isRequired, "skipped: MPP_TEST_BROKER_URL is not set")
    }
}

extension Sequence where Element == PublishOutcome {
    /// Whether each is confirmed.
    var allConfirmed: Bool { allSatisfy { $0.isConfirmed } }
}
