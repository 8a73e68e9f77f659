import Foundation

/// Writes down, once a second, what a run measures: the course of the run, the histograms' intervals, the progress.
actor LoadDiary {
    private let recorder: LoadRecorder
    private let clock: RunClock
    private let folder: RunFolder
    private let sample: @Sendable () async -> [String: Double]
    private var progress: LoadProgress
    private(set) var series: [SeriesPoint] = []
    private var lastAt = 0.0
    private var lastCounts: [String: Int] = [:]

    /// Begins a diary; `sample` asks what the machine and the servers say of themselves.
    init(
        recorder: LoadRecorder, clock: RunClock, folder: sending RunFolder, duration: Double,
        sample: @escaping @Sendable () async -> [String: Double]
    ) {
        self.recorder = recorder
        self.clock = clock
        self.folder = folder
        self.sample = sample
        progress = LoadProgress(duration: duration)
    }

    /// Keeps the diary until the task is cancelled, and once more then.
    func run() async {
        var next = clock.seconds.rounded(.down) + 1
        while await clock.wait(until: Int64(next * 1e9), isStopped: { Task.isCancelled }) {
            await note()
            next = max(next + 1, clock.seconds.rounded(.down) + 1)
        }
        await note()
        progress.end()
    }

    /// Shows a remark.
    func say(_ text: String) { progress.say(text) }

    private func note() async {
        let at = clock.seconds
        let intervals = recorder.takeIntervals()
        let tally = recorder.tally
        var values = at > 0 ? await sample() : [:]
        let elapsed = max(0.001, at - lastAt)
        let counts = [
            "intended": tally.intendedCount, "sent": tally.sentCount, "accepted": tally.acceptedCount,
            "completed": tally.finishedCount, "failed": tally.failedCount, "late": tally.late,
            "dropped": tally.dropped.values.reduce(0, +),
        ]
        for (name, count) in counts { values[name] = Double(count - lastCounts[name, default: 0]) / elapsed }
        (lastAt, lastCounts) = (at, counts)
        values["open"] = Double(tally.unfinishedCount)
        if let http = intervals["http"] {
            values["http.p50"] = Self.milliseconds(http, 50)
            values["http.p99"] = Self.milliseconds(http, 99)
        }
        if let whole = intervals[LoadStage.whole.rawValue] {
            values["e2e.p50"] = Self.milliseconds(whole, 50)
            values["e2e.p99"] = Self.milliseconds(whole, 99)
        }
        do {
            try folder.append(intervals, at: max(at, 0))
        } catch {
            progress.say("the histograms cannot be written: \(error)")
        }
        progress.show(tally, values: values, at: at)
        // Documents that are uploaded ahead of the start belong to no second of the run.
        if at > 0.2 { series.append(SeriesPoint(at: (at * 1000).rounded() / 1000, values: values)) }
    }

    private static func milliseconds(_ histogram: LatencyHistogram, _ percentile: Double) -> Double {
        Double(histogram.value(atPercentile: percentile)) / 1000
    }

    /// Writes the result beside the histograms.
    func finish(_ result: LoadResult) throws -> LoadResult {
        var result = result
        result.series = series
        result.histograms = folder.histograms
        try folder.finish(result)
        return result
    }
}
