/// One run of `mpp load`, as written to `result.json`.
///
/// - Units: milliseconds in names that end in `Ms`; latencies count from the intended start of a request.
struct LoadResult: Codable, Sendable, Equatable {
    /// What ran, where and when.
    var run: RunFacts
    /// Whether the generators kept their schedule.
    var schedule: ScheduleFacts
    /// What was sent, by kind of request.
    var requests: [RequestFacts]
    /// The time that applications spent in each stage: `accept`, `verification`, `agency`, `decision`, `notice`,
    /// `archive`, and `whole`.
    var stages: [StageFacts]
    /// How many applications ended in each final state; `unfinished` counts the others.
    var outcomes: [String: Int]
    /// What was required of the run.
    var thresholds: [ThresholdFacts]
    /// What the audit after the run found; nil when none was made.
    var audit: AuditFacts?
    /// One point for each second of the run.
    var series: [SeriesPoint]
    /// The files of the histograms beside the result, by name.
    var histograms: [String: String]
}
