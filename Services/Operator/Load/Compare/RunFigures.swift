/// The figures of a run that another run's can be held against.
struct RunFigures: Sendable {
    /// One of them.
    struct Figure: Sendable {
        /// The name: `whole.p99`, `http.submit.p50`, `cpu.intake`.
        let name: String
        /// How it is written.
        let unit: ReportUnit
        /// Which way is better.
        let direction: ComparedFigure.Direction
        /// The value.
        let value: Double
    }

    /// All of them, in the order of a report.
    let all: [Figure]

    /// Takes them out of a result.
    init(_ result: LoadResult) {
        let stages = result.stages.filter { $0.name == "whole" } + result.stages.filter { $0.name != "whole" }
        all =
            Self.ends(result) + stages.flatMap { Self.latency($0.name, $0.latency) }
            + result.requests.flatMap { Self.latency("http.\($0.kind)", $0.latency) } + Self.resources(result)
    }

    private static func ends(_ result: LoadResult) -> [Figure] {
        let unfinished = result.outcomes["unfinished"] ?? 0
        let finished = result.outcomes.values.reduce(0, +) - unfinished
        let failed = result.requests.reduce(0) { $0 + $1.failed.values.reduce(0, +) }
        var figures: [Figure] = []
        if result.run.seconds > 0 {
            let rate = Double(finished) / result.run.seconds
            figures.append(Figure(name: "finished", unit: .perSecond, direction: .up, value: rate))
        }
        figures.append(Figure(name: "unfinished", unit: .count, direction: .down, value: Double(unfinished)))
        figures.append(Figure(name: "failed", unit: .count, direction: .down, value: Double(failed)))
        return figures
    }

    private static func latency(_ name: String, _ latency: LatencySummary) -> [Figure] {
        guard latency.count > 0 else { return [] }
        let values: [(String, Double, ComparedFigure.Direction)] = [
            ("p50", latency.p50Ms, .down), ("p90", latency.p90Ms, .down), ("p99", latency.p99Ms, .down),
            // Few values lie beyond: chance, not the change, decides them.
            ("p999", latency.p999Ms, .neither), ("max", latency.maxMs, .neither),
        ]
        return values.map {
            Figure(name: "\(name).\($0.0)", unit: .milliseconds, direction: $0.2, value: $0.1)
        }
    }

    /// The mean processor use and the largest memory of each process, and the largest backlog.
    private static func resources(_ result: LoadResult) -> [Figure] {
        var values: [String: [Double]] = [:]
        for point in result.series {
            for (key, value) in point.values { values[key, default: []].append(value) }
        }
        var figures: [Figure] = []
        for (key, values) in values.sorted(by: { $0.key < $1.key }) {
            let (mean, largest) = (values.reduce(0, +) / Double(values.count), values.max() ?? 0)
            if key.hasPrefix("cpu.") {
                figures.append(Figure(name: key, unit: .percent, direction: .down, value: mean))
            } else if key.hasPrefix("rss.") {
                figures.append(Figure(name: key, unit: .bytes, direction: .down, value: largest))
            } else if key == "queue.oldestSeconds" {
                figures.append(Figure(name: key, unit: .seconds, direction: .neither, value: largest))
            } else if key == "pg.walBytes" {
                figures.append(Figure(name: key, unit: .bytesPerSecond, direction: .neither, value: mean))
            }
        }
        return figures
    }
}
