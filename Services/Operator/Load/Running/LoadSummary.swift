import Foundation

/// What a run has found, as a page for a terminal.
struct LoadSummary {
    private let result: LoadResult

    /// Makes a summary.
    init(_ result: LoadResult) { self.result = result }

    /// Writes the page.
    func show(folder: String) {
        Terminal.say(RunVerdict(result).sentence)
        for remark in result.run.remarks { Terminal.say(remark) }
        let schedule = result.schedule
        Terminal.say(
            "run \(result.run.id), seed \(result.run.seed): \(schedule.intended) requests intended, \(schedule.sent) "
                + "sent, \(schedule.late) late, \(schedule.dropped.values.reduce(0, +)) dropped")
        Terminal.say("")
        Terminal.table(
            ["request", "sent", "answers", "failed", "p50", "p90", "p99", "p99.9", "max"],
            result.requests.map { facts in
                [
                    facts.kind, String(facts.sent), Self.list(facts.statuses), Self.list(facts.failed),
                ] + Self.figures(facts.latency)
            })
        Terminal.say("")
        Terminal.table(
            ["stage", "count", "p50", "p90", "p99", "p99.9", "max"],
            result.stages.map { [$0.name, String($0.count)] + Self.figures($0.latency) })
        Terminal.say("")
        Terminal.say("ended as   " + Self.list(result.outcomes))
        for threshold in result.thresholds {
            let actual = threshold.actual.map { String(format: "%.3f", $0) } ?? "not measured"
            Terminal.say("required   \(threshold.expression)  \(threshold.held ? "holds" : "DOES NOT HOLD"): \(actual)")
        }
        if let audit = result.audit {
            Terminal.say("audit      \(audit.clean ? "clean" : "\(audit.differences.count) DIFFERENCES")")
        }
        Terminal.say("files      \(folder)")
    }

    /// Whether the run is good.
    /// - Throws: `CommandFailure` when the schedule was not kept, a requirement does not hold, the audit differs or the run
    ///   was interrupted.
    func judge() throws {
        let verdict = RunVerdict(result)
        guard verdict.outcome == .passed else { throw CommandFailure.fault(verdict.sentence) }
    }

    private static func list(_ counts: [String: Int]) -> String {
        let parts = counts.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }

    private static func figures(_ latency: LatencySummary) -> [String] {
        latency.count == 0
            ? Array(repeating: "-", count: 5)
            : [latency.p50Ms, latency.p90Ms, latency.p99Ms, latency.p999Ms, latency.maxMs].map(milliseconds)
    }

    private static func milliseconds(_ value: Double) -> String {
        value < 10
            ? String(format: "%.2f ms", value)
            : value < 1000
                ? String(format: "%.0f ms", value) : String(format: "%.2f s", value / 1000)
    }
}
