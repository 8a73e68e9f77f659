extension LoadResult {
    /// The result of what was counted and measured; the course of the run and the files come later.
    ///
    /// - Units: `seconds` is how long the run took, to the last event.
    init(_ run: RunFacts, _ tally: LoadTally, thresholds: [Threshold], seconds: Double) {
        let measured = Threshold.Measured(tally, seconds: seconds)
        self.init(
            run: run,
            schedule: ScheduleFacts(
                intended: tally.intendedCount, sent: tally.sentCount, late: tally.late, dropped: tally.dropped,
                worstLatenessMs: Double(tally.worstLateness / 1000) / 1000, keptSchedule: tally.keptSchedule),
            requests: RequestKind.allCases.compactMap { kind in tally.kinds[kind].map { RequestFacts(kind, $0) } },
            stages: LoadStage.allCases.compactMap { stage in
                tally.stages[stage].map {
                    StageFacts(name: stage.rawValue, count: Int($0.total.count), latency: $0.total.summary)
                }
            },
            outcomes: tally.outcomes.merging(["unfinished": tally.unfinishedCount]) { first, _ in first },
            thresholds: thresholds.map { $0.judge(measured) }, audit: nil, series: [], histograms: [:])
    }
}

extension RequestFacts {
    /// What was counted of one kind.
    init(_ kind: RequestKind, _ counts: LoadTally.Kind) {
        self.init(
            kind: kind.rawValue, intended: counts.intended, sent: counts.sent,
            statuses: Dictionary(uniqueKeysWithValues: counts.statuses.map { (String($0.key), $0.value) }),
            failed: counts.failed, latency: counts.latency.total.summary)
    }
}

extension Threshold.Measured {
    /// What thresholds look at.
    init(_ tally: LoadTally, seconds: Double) {
        self.init()
        var http = LatencyHistogram()
        for (kind, counts) in tally.kinds {
            latencies[kind.rawValue] = counts.latency.total
            http.add(counts.latency.total)
        }
        latencies["http"] = http
        for (stage, pair) in tally.stages { latencies[stage.rawValue] = pair.total }
        latencies["e2e"] = latencies[LoadStage.whole.rawValue]
        tallies = [
            .failed: tally.failedCount, .dropped: tally.dropped.values.reduce(0, +), .late: tally.late,
            .unfinished: tally.unfinishedCount,
        ]
        bases = [
            .failed: tally.sentCount, .dropped: tally.intendedCount, .late: tally.sentCount,
            .unfinished: tally.acceptedCount,
        ]
        throughput = seconds > 0 ? Double(tally.finishedCount) / seconds : nil
    }
}
