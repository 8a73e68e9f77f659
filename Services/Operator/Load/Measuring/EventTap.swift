import Broker
import Contracts
import Logging
import Synchronization

/// The suite's events, through a subscriber's queue that exists for the run only.
///
/// - Source: the class `subscriber.<name>`: bounded, the oldest events are dropped when it is full.
struct EventTap: Sendable {
    /// From this share of its bound on, the queue may have dropped events between two looks.
    private static let fullShare = 0.9
    private static let prefetch = 1000
    /// A queue whose run was killed goes by itself after this time.
    private static let expiryMilliseconds: Int64 = 600_000

    private let queue: String
    private let settings: BrokerSettings
    private let management: ManagementClient
    private let host: String
    private let consumer: BrokerConsumer

    /// Declares the queue as the administrator and makes its consumer.
    init(run: String, environment: OperatorEnvironment) async throws {
        let name = try AgencyCode("load-\(run)")
        queue = WireNames.Queue.subscriber(name)
        host = environment.virtualHost
        settings = try BrokerSettings(url: environment.brokerURL(), connectionName: "mpp load \(run)")
        management = try ManagementClient(
            url: environment.required("MPP_BROKER_MANAGEMENT_URL", for: "how to reach RabbitMQ's management API"),
            administrator: environment.brokerURL())
        var topology = Topology(DeclaredTopology.subscriber(name, to: SuiteEvent.types))
        for index in topology.queues.indices {
            topology.queues[index].arguments["x-expires"] = .integer(Self.expiryMilliseconds)
        }
        try await TopologyClient.declare(topology, settings: settings)
        consumer = BrokerConsumer(
            settings: settings, queue: queue, prefetch: Self.prefetch,
            logger: Logger(label: "mpp") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Reads events until the task is cancelled or `close` is called.
    /// - Parameter take: is given each event of the types that a run knows, in the order of arrival; what it gives back
    ///   is done besides.
    func run(
        _ take: @escaping @Sendable (_ number: String, _ event: SuiteEvent) -> (@Sendable () async -> Void)?
    ) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await consumer.run() }
            while true {
                let deliveries = await consumer.nextBatch(max: Self.prefetch)
                if deliveries.isEmpty { break }
                for delivery in deliveries {
                    guard let read = SuiteEvent.read(delivery), let work = take(read.number, read.event) else {
                        continue
                    }
                    group.addTask { await work() }
                }
                await consumer.acknowledge(deliveries.map(\.tag))
            }
        }
    }

    /// Whether events can be lost on the way: the queue is nearly full, or cannot be looked at.
    func mayLose() async -> Bool {
        do {
            let found = try await management.get(ManagementClient.path("queues", host, queue))
            let length = found?["messages"]?.figure ?? 0
            return length >= Double(DeclaredTopology.subscriberMaximumLength) * Self.fullShare
        } catch {
            return true
        }
    }

    /// How often the consumer has lost its connection.
    var reconnections: Int { max(0, Int(consumer.statistics.connections) - 1) }

    /// Ends the consumer and removes the queue.
    func close() async throws {
        await consumer.close()
        try await management.delete(ManagementClient.path("queues", host, queue))
    }
}
