extension LoadReportPage {
    private static let percentileHeader = ["p50", "p90", "p99", "p99.9", "p99.99", "longest"]

    /// The curve of every stage, and its figures.
    static func latencies(_ result: LoadResult) -> String {
        let stages = result.stages.filter { $0.latency.count > 0 }
        guard !stages.isEmpty else { return "<p>No application was followed to its end.</p>\n" }
        let values = stages.flatMap { $0.latency.percentiles.compactMap(\.last) }.filter { $0 > 0 }
        let x = ChartScale.percentile(count: stages.map(\.latency.count).max() ?? 1)
        let y = ChartScale.logarithmic(
            from: values.min() ?? 1, upTo: values.max() ?? 1, unit: .milliseconds)
        let ordered = stages.filter { $0.name == "whole" } + stages.filter { $0.name != "whole" }
        let chart = LineChart(
            title: "Latency by percentile", note: "Each further nine has the same room; both axes are logarithmic.",
            unit: .milliseconds, x: x, xName: "percentile", y: y,
            lines: ordered.map { stage in
                ChartLine(
                    name: stage.name,
                    points: stage.latency.percentiles.filter { $0.count == 2 && $0[1] > 0 }.map {
                        .init(x: $0[0], y: $0[1])
                    },
                    isComplete: true)
            },
            legend: (
                ["stage", "applications", "mean"] + percentileHeader,
                ordered.map { stage in
                    [ReportUnit.grouped(stage.latency.count), ReportUnit.milliseconds.text(stage.latency.meanMs)]
                        + percentiles(stage.latency)
                }
            ))
        // A share of fewer values than it has parts is no more than the largest of them.
        let isSparse = stages.contains { $0.latency.count < 10_000 }
        return """
            <p class="note">Counted from the intended start of each request, so that waiting in a late generator counts.\
            \(isSparse ? " With fewer than 10,000 values p99.99 is the largest, with fewer than 1,000 p99.9." : "")</p>
            <div class="wide">\(chart.html)</div>
            \(StageMeaning.list(ordered.map(\.name)))

            """
    }

    /// What was sent, by kind.
    static func requests(_ result: LoadResult) -> String {
        let rows = result.requests.map { facts in
            [
                HTMLText.escape(facts.kind), grouped(facts.intended), grouped(facts.sent), counts(facts.statuses),
                facts.failed.isEmpty ? "none" : "<b class=\"bad\">\(counts(facts.failed))</b>",
            ] + (facts.latency.count > 0 ? percentiles(facts.latency) : Array(repeating: "–", count: 6))
        }
        let header = ["kind", "intended", "sent", "answers by status", "failed"] + percentileHeader
        return HTMLText.table(
            caption: "Requests, with the time from the intended start to the whole answer", header: header, rows: rows)
    }

    /// How the applications ended.
    static func outcomes(_ result: LoadResult) -> String {
        let all = result.outcomes.values.reduce(0, +)
        guard all > 0 else { return "" }
        let rows = result.outcomes.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
            state, count in
            [
                state == "unfinished" ? "<b class=\"bad\">unfinished</b>" : HTMLText.escape(state), grouped(count),
                ReportUnit.percent.text(Double(count) / Double(all) * 100),
            ]
        }
        return HTMLText.table(
            caption: "How the applications ended", header: ["state", "applications", "share"], rows: rows)
    }

    private static func percentiles(_ latency: LatencySummary) -> [String] {
        [latency.p50Ms, latency.p90Ms, latency.p99Ms, latency.p999Ms, latency.p9999Ms, latency.maxMs]
            .map(ReportUnit.milliseconds.text)
    }

    private static func counts(_ counts: [String: Int]) -> String {
        counts.isEmpty
            ? "none"
            : counts.sorted { $0.key < $1.key }.map { "\(HTMLText.escape($0.key)): \(grouped($0.value))" }
                .joined(separator: ", ")
    }

    private static func grouped(_ value: Int) -> String { ReportUnit.grouped(Int64(value)) }
}
