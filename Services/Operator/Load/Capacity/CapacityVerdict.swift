/// Whether a suite bore a rate: answers came, the 99th percentile and the backlog stayed bounded.
struct CapacityVerdict: Sendable, Equatable {
    /// What a rate is judged by.
    struct Bounds: Sendable, Equatable {
        /// The 99th percentile from the intended start to the end of an application.
        ///
        /// - Units: milliseconds.
        var p99Ms: Double
        /// The share of requests that may fail.
        var failedShare = 0.001
        /// How fast applications that are not finished may become more, as a share of those accepted in the time.
        var growthShare = 0.05
    }

    /// Why the rate was not borne; empty when it was.
    let reasons: [String]

    /// Whether the rate was borne.
    var isBorne: Bool { reasons.isEmpty }

    /// Judges a run.
    init(_ result: LoadResult, duration: Double, bounds: Bounds) {
        var reasons: [String] = []
        let dropped = result.schedule.dropped.values.reduce(0, +)
        if dropped > 0 { reasons.append("\(dropped) requests were not sent") }
        let sent = max(1, result.schedule.sent)
        let failed = result.requests.reduce(0) { $0 + $1.failed.values.reduce(0, +) }
        if Double(failed) > Double(sent) * bounds.failedShare { reasons.append("\(failed) of \(sent) requests failed") }
        let whole = result.stages.first { $0.name == LoadStage.whole.rawValue }?.latency
        if let whole, whole.count > 0 {
            if whole.p99Ms > bounds.p99Ms {
                reasons.append("p99 was \(Int(whole.p99Ms)) ms, above \(Int(bounds.p99Ms)) ms")
            }
        } else {
            reasons.append("no application was finished")
        }
        let unfinished = result.outcomes["unfinished"] ?? 0
        if unfinished > 0 { reasons.append("\(unfinished) applications were not finished") }
        if let growth = Self.growth(result.series, duration: duration), growth.perSecond > 0,
            growth.perSecond > growth.accepted * bounds.growthShare
        {
            reasons.append("the backlog grew by \(Int(growth.perSecond.rounded(.up))) applications a second")
        }
        self.reasons = reasons
    }

    /// How fast the backlog grew over the second half of the sending, and what was accepted meanwhile, both a second.
    static func growth(
        _ series: [SeriesPoint], duration: Double
    ) -> (perSecond: Double, accepted: Double)? {
        let points = series.filter { $0.at >= duration / 2 && $0.at <= duration }
        guard points.count >= 4 else { return nil }
        let half = points.count / 2
        func mean(_ part: some Collection<SeriesPoint>, _ name: String) -> Double {
            part.reduce(0) { $0 + ($1.values[name] ?? 0) } / Double(max(1, part.count))
        }
        let (early, late) = (points.prefix(half), points.suffix(half))
        let seconds =
            mean(late.map { SeriesPoint(at: 0, values: ["at": $0.at]) }, "at")
            - mean(early.map { SeriesPoint(at: 0, values: ["at": $0.at]) }, "at")
        guard seconds > 0 else { return nil }
        return ((mean(late, "open") - mean(early, "open")) / seconds, mean(points, "accepted"))
    }
}
