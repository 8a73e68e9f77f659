import Broker
import Contracts
import Logging
import Pipeline
import Synchronization
import TestSupport

/// What arrives of what a service says.
final class Sayings: Sendable {
    /// A message as it arrived.
    struct Saying: Sendable, Equatable {
        /// Its id.
        let id: String
        /// What `mpp-attempt` says.
        let attempt: Int
        /// Its body as text.
        let body: String
    }

    private let all = Mutex<[Saying]>([])
    private let consumer: BrokerConsumer

    /// Prepares to listen.
    init(settings: BrokerSettings, queue: String) {
        consumer = BrokerConsumer(settings: settings, queue: queue, logger: .silent)
    }

    /// Listens until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            while true {
                let deliveries = await consumer.nextBatch(max: 500)
                if deliveries.isEmpty { break }
                all.withLock { all in
                    for delivery in deliveries {
                        var attempt = 0
                        if case .integer(let number)? = delivery.properties.header(WireNames.Header.attempt) {
                            attempt = Int(number)
                        }
                        all.append(
                            Saying(
                                id: delivery.properties.messageID ?? "", attempt: attempt,
                                body: String(decoding: delivery.body, as: UTF8.self)))
                    }
                }
                await consumer.acknowledge(deliveries.map(\.tag))
            }
            tasks.cancelAll()
        }
    }

    /// All so far, in the order of their arrival.
    var heard: [Saying] { all.withLock { $0 } }

    /// The ids so far.
    var ids: [String] { heard.map(\.id) }

    /// Waits until each of the ids has arrived.
    func contain(_ ids: some Sequence<String>, within deadline: Duration = .seconds(20)) async throws {
        let wanted = Set(ids)
        try await eventually(within: deadline, "\(wanted.count) things are said") {
            wanted.isSubset(of: self.ids)
        }
    }
}
