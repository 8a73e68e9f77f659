import Database

/// Measures what a run costs: processes from `/proc`, RabbitMQ through its management API, PostgreSQL by a statement.
///
/// A source that does not answer in time has no values in that sample, never zeros.
actor ResourceSampler {
    /// How long a source may take.
    private static let limit = Duration.milliseconds(900)

    private let processes: @Sendable () -> [WatchedProcess]
    private let management: ManagementClient?
    private let virtualHost: String
    private let database: DatabasePool?
    private var meter = ProcessMeter()
    private var brokerAt: ContinuousClock.Instant?
    private var lastReading: (reading: DatabaseReading, at: ContinuousClock.Instant)?

    /// Makes a sampler.
    /// - Parameters:
    ///   - processes: the processes to watch, asked anew for each sample so that a restarted one is followed.
    ///   - management: RabbitMQ's API; nil leaves it out.
    ///   - virtualHost: whose queues are measured.
    ///   - database: an administrator's pool for the suite's database; nil leaves it out.
    init(
        processes: @escaping @Sendable () -> [WatchedProcess], management: ManagementClient?, virtualHost: String,
        database: DatabasePool?
    ) {
        self.processes = processes
        self.management = management
        self.virtualHost = virtualHost
        self.database = database
    }

    /// Takes one sample; meant for once a second, one after the other.
    ///
    /// RabbitMQ is asked in every fifth, as often as it renews its figures.
    /// - Returns: `cpu.<process>` in percent of one core, `rss.<process>` in bytes, `queue.<name>.ready`,
    ///   `queue.<name>.unacked`, `queue.oldestSeconds`, `oldest.<place>`, `rabbitmq.…` and `pg.…`, with rates per second.
    ///   Rates are missing in the first sample.
    func sample() async -> [String: Double] {
        let now = ContinuousClock.now
        async let brokerValues = brokerSample(at: now)
        async let databaseValues = databaseSample()
        var values = meter.read(processes(), at: now)
        for part in [await brokerValues, await databaseValues] { values.merge(part) { first, _ in first } }
        return values
    }

    private func brokerSample(at now: ContinuousClock.Instant) async -> [String: Double] {
        // A little less than the interval, as samples do not come at exact seconds.
        guard let management, brokerAt.map({ now - $0 > BrokerReading.interval - .milliseconds(500) }) ?? true else {
            return [:]
        }
        brokerAt = now
        let host = virtualHost
        return await Self.within(Self.limit) { try await BrokerReading.take(management, virtualHost: host) } ?? [:]
    }

    private func databaseSample() async -> [String: Double] {
        guard let database else { return [:] }
        let readings = await Self.within(Self.limit) {
            try await database.query(DatabaseReading.statement, as: DatabaseReading.self)
        }
        guard let reading = readings?.first else { return [:] }
        let now = ContinuousClock.now
        let seconds = lastReading.map { (now - $0.at) / .seconds(1) } ?? 0
        let values = reading.values(since: lastReading?.reading, seconds: seconds)
        lastReading = (reading, now)
        return values
    }

    /// What the body gives, or nil when it fails or takes too long.
    private static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask {
                // An unreachable source is told by its missing values.
                try? await body()
            }
            group.addTask {
                // The time limit itself; ends early when the body was faster.
                try? await Task.sleep(for: limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }
}
