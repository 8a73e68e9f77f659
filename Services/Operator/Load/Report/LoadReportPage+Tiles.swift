extension LoadReportPage {
    /// A key figure.
    private struct Tile {
        let name: String
        let value: String
        let note: String
    }

    /// The figures to look at first.
    static func tiles(_ result: LoadResult) -> String {
        let tiles =
            [throughput(result), endToEnd(result), acceptance(result), failures(result), lateness(result)].compactMap {
                $0
            } + [backlog(result), cost(result)].compactMap { $0 }
        let items = tiles.map {
            """
            <div><dt>\(HTMLText.escape($0.name))</dt><dd>\(HTMLText.escape($0.value))\
            <small>\(HTMLText.escape($0.note).replacing(" %", with: "\u{a0}%").replacing(" ms", with: "\u{a0}ms"))</small></dd></div>
            """
        }
        return "<dl class=\"tiles\">\(items.joined(separator: "\n"))</dl>\n"
    }

    private static func throughput(_ result: LoadResult) -> Tile? {
        let finished = result.outcomes.filter { $0.key != "unfinished" }.values.reduce(0, +)
        let all = result.outcomes.values.reduce(0, +)
        guard all > 0 else { return nil }
        return Tile(
            name: "Applications finished", value: grouped(finished),
            note: "of \(grouped(all)) accepted, \(rate(finished, result))")
    }

    private static func endToEnd(_ result: LoadResult) -> Tile? {
        guard let whole = result.stages.first(where: { $0.name == "whole" })?.latency, whole.count > 0 else {
            return nil
        }
        return Tile(
            name: "End to end, p99", value: milliseconds(whole.p99Ms),
            note: "p50 \(milliseconds(whole.p50Ms)), longest \(milliseconds(whole.maxMs))")
    }

    private static func acceptance(_ result: LoadResult) -> Tile? {
        guard let submit = result.requests.first(where: { $0.kind == "submit" })?.latency, submit.count > 0 else {
            return nil
        }
        return Tile(
            name: "Answer to a submission, p99", value: milliseconds(submit.p99Ms),
            note: "p50 \(milliseconds(submit.p50Ms)), longest \(milliseconds(submit.maxMs))")
    }

    private static func failures(_ result: LoadResult) -> Tile {
        let sent = result.requests.reduce(0) { $0 + $1.sent }
        let failed = result.requests.reduce(0) { $0 + $1.failed.values.reduce(0, +) }
        let share = sent > 0 ? Double(failed) / Double(sent) * 100 : 0
        return Tile(
            name: "Failed requests", value: grouped(failed),
            note: "of \(grouped(sent)) sent" + (failed > 0 ? ", \(ReportUnit.percent.text(share))" : ""))
    }

    private static func lateness(_ result: LoadResult) -> Tile {
        let dropped = result.schedule.dropped.values.reduce(0, +)
        return Tile(
            name: "Sent late", value: grouped(result.schedule.late),
            note: "of \(grouped(result.schedule.intended)) intended, worst "
                + "\(milliseconds(result.schedule.worstLatenessMs)); \(grouped(dropped)) not sent")
    }

    private static func backlog(_ result: LoadResult) -> Tile? {
        let depths = result.series.map { point in
            point.values.filter { TimeCharts.isDepth($0.key) }.values.reduce(0, +)
        }
        guard result.series.contains(where: { $0.values.keys.contains(where: TimeCharts.isDepth) }),
            let deepest = depths.max()
        else { return nil }
        let oldest = result.series.compactMap { $0.values["queue.oldestSeconds"] }.max()
        return Tile(
            name: "Largest backlog", value: ReportUnit.number(deepest),
            note: "messages in queues" + (oldest.map { "; oldest work \(ReportUnit.seconds.text($0))" } ?? ""))
    }

    /// The processor time of everything watched, for each application that was finished.
    private static func cost(_ result: LoadResult) -> Tile? {
        let finished = result.outcomes.filter { $0.key != "unfinished" }.values.reduce(0, +)
        var servers: [String: Double] = [:]
        var services = 0.0
        var last = 0.0
        for point in result.series {
            let seconds = max(0, point.at - last)
            last = point.at
            for (key, percent) in point.values where key.hasPrefix("cpu.") {
                let milliseconds = percent * 10 * seconds
                switch key.dropFirst(4) {
                case "rabbitmq", "postgresql": servers[String(key.dropFirst(4)), default: 0] += milliseconds
                case "intake", "verification", "notification", "archiving", "mpp": services += milliseconds
                default: break
                }
            }
        }
        guard finished > 0, services > 0 else { return nil }
        let each = { (milliseconds: Double) in self.milliseconds(milliseconds / Double(finished)) }
        let notes = [("PostgreSQL", servers["postgresql"]), ("RabbitMQ", servers["rabbitmq"])].compactMap {
            name, time in
            time.map { "\(name) \(each($0))" }
        }
        return Tile(
            name: "CPU of the services per application", value: each(services), note: notes.joined(separator: ", "))
    }

    private static func rate(_ count: Int, _ result: LoadResult) -> String {
        result.run.seconds > 0 ? ReportUnit.perSecond.text(Double(count) / result.run.seconds) : "–"
    }

    private static func grouped(_ value: Int) -> String { ReportUnit.grouped(Int64(value)) }

    private static func milliseconds(_ value: Double) -> String { ReportUnit.milliseconds.text(value) }
}
