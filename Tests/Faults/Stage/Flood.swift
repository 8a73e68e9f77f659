import Broker
import Foundation
import TestSupport

/// Publishes what waits in a queue again.
enum Flood {
    /// Puts every message of a queue into it twice more; the first ones stay where they are.
    ///
    /// An agency's answers are published again by the agency, since the broker checks whose they are.
    /// - Returns: how many copies there are now.
    static func run(_ stage: FaultStage, queue: String) async throws -> Int {
        let waiting = try await stage.management.depth(of: queue)
        guard waiting > 0 else { return 0 }
        let address = (try await stage.suite.addresses()["MPP_BROKER_ADMIN_URL"] ?? "").replacing("/%2f", with: "/mpp")
        var settings = try BrokerSettings(url: address, connectionName: "flood")
        settings.stampsUserID = false
        let consumer = BrokerConsumer(settings: settings, queue: queue, prefetch: 1000, logger: .silent)
        let reading = Task { await consumer.run() }
        var taken: [Delivery] = []
        while taken.count < min(waiting, 500) {
            let batch = await consumer.nextBatch(max: 500)
            if batch.isEmpty { break }
            taken += batch
        }
        var copies = 0
        for (user, deliveries) in Dictionary(grouping: taken, by: \.properties.userID) {
            copies += try await publish(deliveries, of: user, queue: queue, settings, stage)
        }
        // What was taken goes back into the queue.
        await consumer.close()
        await reading.value
        return copies
    }

    private static func publish(
        _ deliveries: [Delivery], of user: String?, queue: String, _ administrator: BrokerSettings, _ stage: FaultStage
    ) async throws -> Int {
        var settings = administrator
        let isAgency = user.map { $0 == "dukcapil" || $0 == "dinkes-3574" } ?? false
        if let user, isAgency {
            settings = try BrokerSettings(
                url: try stage.suite.settings(of: user)["BROKER_URL"] ?? "", connectionName: "flood")
        }
        let publisher = BrokerPublisher(settings: settings, logger: .silent)
        let publishing = Task { await publisher.run() }
        let messages = deliveries.flatMap { delivery in
            var properties = delivery.properties
            if !isAgency { properties.userID = nil }
            let message = OutboundMessage(
                exchange: isAgency ? delivery.exchange : "", routingKey: isAgency ? delivery.routingKey : queue,
                properties: properties, body: delivery.body)
            return [message, message]
        }
        let outcomes = await publisher.publish(messages)
        await publisher.close()
        await publishing.value
        guard outcomes.allSatisfy(\.isConfirmed) else { throw Unexpected("copies were not taken: \(outcomes)") }
        return outcomes.count
    }
}
