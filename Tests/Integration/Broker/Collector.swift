import Broker
import Synchronization

/// Takes all that a consumer gives and remembers the message ids.
final class Collector: Sendable {
    private let seen = Mutex<Set<String>>([])

    /// How many different messages have come.
    var count: Int { seen.withLock(\.count) }

    /// Collects until the consumer drains or closes.
    func run(_ consumer: BrokerConsumer) async {
        while true {
            let batch = await consumer.nextBatch(max: 300)
            if batch.isEmpty { return }
            seen.withLock { $0.formUnion(batch.compactMap(\.properties.messageID)) }
            await consumer.acknowledge(batch.map(\.tag))
        }
    }
}
