/// What a run has counted and measured so far.
struct LoadTally: Codable, Sendable {
    /// The counts of one kind of request.
    struct Kind: Codable, Sendable {
        /// Requests whose intended start has come.
        var intended = 0
        /// Requests that were sent.
        var sent = 0
        /// Answers by status.
        var statuses: [Int: Int] = [:]
        /// Requests without the answer that they have to get, by reason.
        var failed: [String: Int] = [:]
        /// From the intended start to the whole answer, or to the end of the wait for one.
        var latency = LatencyPair()
    }

    /// Behind its intended start by more than this a request is late.
    ///
    /// - Units: nanoseconds.
    static let lateAfter: Int64 = 10_000_000
    /// The share of late requests with which a schedule still counts as kept; what is late counts in the latencies.
    static let lateShare = 0.05

    /// The kinds of requests.
    private(set) var kinds: [RequestKind: Kind] = [:]
    /// The stages of finished applications.
    private(set) var stages: [LoadStage: LatencyPair] = [:]
    /// All requests since the last look, for the course of the run.
    private var recent = LatencyHistogram()
    /// Requests that were sent late.
    private(set) var late = 0
    /// Requests that were not sent, by reason.
    private(set) var dropped: [String: Int] = [:]
    /// The longest time between an intended start and the sending.
    ///
    /// - Units: nanoseconds.
    private(set) var worstLateness: Int64 = 0
    /// The final states of finished applications.
    private(set) var outcomes: [String: Int] = [:]

    private enum CodingKeys: String, CodingKey { case kinds, stages, late, dropped, worstLateness, outcomes }

    /// Begins a run.
    init() {}

    /// Adds what another generator of the same run has counted and measured.
    mutating func add(_ other: LoadTally) {
        for (kind, counts) in other.kinds {
            var sum = kinds[kind, default: Kind()]
            sum.intended += counts.intended
            sum.sent += counts.sent
            sum.statuses.merge(counts.statuses, uniquingKeysWith: +)
            sum.failed.merge(counts.failed, uniquingKeysWith: +)
            sum.latency.add(counts.latency)
            kinds[kind] = sum
        }
        for (stage, latency) in other.stages { stages[stage, default: LatencyPair()].add(latency) }
        late += other.late
        dropped.merge(other.dropped, uniquingKeysWith: +)
        worstLateness = max(worstLateness, other.worstLateness)
        outcomes.merge(other.outcomes, uniquingKeysWith: +)
    }

    /// A request's intended start has come.
    mutating func intended(_ kind: RequestKind) { kinds[kind, default: Kind()].intended += 1 }

    /// A request is not sent.
    mutating func dropped(_ reason: String) { dropped[reason, default: 0] += 1 }

    /// A request is sent so long after its intended start.
    mutating func sent(_ kind: RequestKind, lateness: Int64) {
        kinds[kind, default: Kind()].sent += 1
        worstLateness = max(worstLateness, lateness)
        if lateness > Self.lateAfter { late += 1 }
    }

    /// A request has its answer, or its end without one, so long after its intended start.
    ///
    /// - Shape: `status` is nil without an answer; `failure` says why it is not what the kind has to get, nil when it is.
    /// - Units: nanoseconds.
    mutating func answered(_ kind: RequestKind, status: Int?, failure: String?, latency: Int64) {
        kinds[kind, default: Kind()].latency.record(nanoseconds: latency)
        recent.record(microseconds: latency / 1000)
        if let status { kinds[kind]?.statuses[status, default: 0] += 1 }
        if let failure { kinds[kind]?.failed[failure, default: 0] += 1 }
    }

    /// An application has gone through a stage.
    mutating func spent(_ stage: LoadStage, nanoseconds: Int64) {
        stages[stage, default: LatencyPair()].record(nanoseconds: nanoseconds)
    }

    /// An application is finished.
    mutating func finished(in state: String) { outcomes[state, default: 0] += 1 }

    /// Requests of all kinds whose intended start has come.
    var intendedCount: Int { kinds.values.reduce(0) { $0 + $1.intended } }
    /// Requests of all kinds that were sent.
    var sentCount: Int { kinds.values.reduce(0) { $0 + $1.sent } }
    /// Requests of all kinds that failed.
    var failedCount: Int { kinds.values.reduce(0) { $0 + $1.failed.values.reduce(0, +) } }
    /// Applications that were accepted.
    var acceptedCount: Int { kinds[.submit]?.statuses[201] ?? 0 }
    /// Applications that are finished.
    var finishedCount: Int { outcomes.values.reduce(0, +) }
    /// Applications that were accepted and are not finished.
    var unfinishedCount: Int { max(0, acceptedCount - finishedCount) }

    /// Whether the generator kept its schedule.
    var keptSchedule: Bool { dropped.isEmpty && Double(late) <= Double(sentCount) * Self.lateShare }

    /// Takes what was measured since the last time, by name: requests by kind, stages, and `http` for all requests.
    mutating func takeIntervals() -> [String: LatencyHistogram] {
        var intervals: [String: LatencyHistogram] = [:]
        for kind in kinds.keys { intervals[kind.rawValue] = kinds[kind]?.latency.take() }
        for stage in stages.keys { intervals[stage.rawValue] = stages[stage]?.take() }
        if recent.count > 0 {
            intervals["http"] = recent
            recent.reset()
        }
        return intervals
    }
}
