/// The charts over time, all with the same horizontal axis.
struct TimeCharts: Sendable {
    /// Rows of the folded tables.
    static let tableRows = 12
    private static let shownQueues = 6

    /// The measurements.
    let series: [SeriesPoint]
    /// The axis's end.
    /// - Units: seconds.
    let end: Double
    private let cores: Int
    /// The axis of all charts.
    let x: ChartScale
    private let keys: Set<String>

    /// Makes the charts of a result.
    init(_ result: LoadResult) {
        series = result.series
        end = series.last?.at ?? 0
        cores = result.run.machine.cores
        x = .linear(upTo: end, unit: .count, steps: 6, isTight: true)
        keys = series.reduce(into: []) { $0.formUnion($1.values.keys) }
    }

    /// Whether a key is the number of messages of one kind in a queue.
    static func isDepth(_ key: String) -> Bool {
        key.hasPrefix("queue.") && (key.hasSuffix(".ready") || key.hasSuffix(".unacked"))
    }

    /// The charts of everything that was measured, one after the other.
    var html: String {
        guard !series.isEmpty else { return "<p>Nothing was measured over time.</p>" }
        let charts: [LineChart?] = [
            throughput, latency, open, age, depth, processors,
            memory(of: { !isServer($0) }, "Memory of services, agencies and generator"),
            memory(of: isServer, "Memory of RabbitMQ and PostgreSQL"), brokerMemory, brokerRates, commits, log,
            backends,
            deadTuples,
        ]
        return (charts + others).compactMap { $0?.html }.joined()
    }

    // MARK: The suite

    private var throughput: LineChart? {
        let always = [
            ("intended", "requests intended"), ("sent", "requests sent"), ("accepted", "applications accepted"),
            ("completed", "applications completed"),
        ].compactMap(line)
        let faults = [("failed", "requests failed"), ("late", "requests sent late"), ("dropped", "requests not sent")]
            .compactMap(line).filter { ($0.largest ?? 0) > 0 }
        return chart("Throughput", "Requests and applications in each second.", .perSecond, always + faults)
    }

    private var latency: LineChart? {
        chart(
            "Latency over time", "Of what ended in each second; the axis is logarithmic.", .milliseconds,
            [
                ("e2e.p50", "end to end, p50"), ("e2e.p99", "end to end, p99"), ("http.p50", "answer, p50"),
                ("http.p99", "answer, p99"),
            ].compactMap(line), isLogarithmic: true)
    }

    private var open: LineChart? {
        chart(
            "Applications under way", "Accepted, and not yet at their end.", .count,
            [("open", "under way")].compactMap(line))
    }

    private var depth: LineChart? {
        let names = Set(keys.filter(Self.isDepth).map(Self.queue(inKey:)))
        let lines = names.map { name in
            ChartLine(name: name, points: sums(of: ["queue.\(name).ready", "queue.\(name).unacked"]))
        }.sorted { ($1.largest ?? 0, $0.name) < ($0.largest ?? 0, $1.name) }
        let shown = lines.prefix(Self.shownQueues).filter { ($0.largest ?? 0) > 0 }
        let rest = lines.dropFirst(shown.count)
        let restKeys = rest.flatMap { ["queue.\($0.name).ready", "queue.\($0.name).unacked"] }
        let restName = shown.isEmpty ? "all \(rest.count) queues" : "\(rest.count) other queues"
        let other = rest.isEmpty ? [] : [ChartLine(name: restName, points: sums(of: restKeys))]
        return chart(
            "Queue depth", "Messages ready and not yet acknowledged; RabbitMQ counts them every five seconds.", .count,
            shown + other)
    }

    private var age: LineChart? {
        let places = keys.filter { $0.hasPrefix("oldest.") }.sorted()
        let all = line("queue.oldestSeconds", "the oldest of all")
        return chart(
            "Oldest waiting work", "By the database: not yet published, not yet seen, notices due.", .seconds,
            [all].compactMap { $0 }
                + places.compactMap { line($0, Self.place(String($0.dropFirst(7)))) }.filter { ($0.largest ?? 0) > 0 })
    }

    // MARK: The machine

    private var processors: LineChart? {
        let lines = keys.filter { $0.hasPrefix("cpu.") }.compactMap { line($0, String($0.dropFirst(4))) }
            .sorted { ($1.mean ?? 0, $0.name) < ($0.mean ?? 0, $1.name) }
        guard !lines.isEmpty else { return nil }
        let (layers, highest) = stack(lines)
        let limit = Double(cores) * 100
        let top = max(highest, limit)
        return LineChart(
            title: "CPU of each process",
            note: "Stacked in the order of the list, the first at the bottom; 100 % is one core.", unit: .percent, x: x,
            xName: "seconds",
            y: .linear(upTo: top, unit: .percent), lines: lines, isStacked: true,
            limit: (limit, cores == 1 ? "the machine's one core" : "the machine's \(cores) cores"),
            figures: figures(lines, .percent), layers: layers)
    }

    private func isServer(_ name: String) -> Bool { name == "rabbitmq" || name == "postgresql" }

    private func memory(of isWanted: (String) -> Bool, _ title: String) -> LineChart? {
        let names = keys.filter { $0.hasPrefix("rss.") }.map { String($0.dropFirst(4)) }.filter(isWanted)
        let lines = names.compactMap { line("rss.\($0)", $0) }
            .sorted { ($1.largest ?? 0, $0.name) < ($0.largest ?? 0, $1.name) }
        return chart(title, "Resident; what processes of one server share counts once.", .bytes, lines)
    }

    // MARK: The servers

    private var brokerRates: LineChart? {
        chart(
            "RabbitMQ: messages", "As RabbitMQ itself counts them.", .perSecond,
            [
                ("rabbitmq.publishRate", "published"), ("rabbitmq.confirmRate", "confirmed"),
                ("rabbitmq.deliverRate", "delivered"),
            ].compactMap(line))
    }

    private var brokerMemory: LineChart? {
        chart(
            "RabbitMQ: memory", "What counts against its memory limit.", .bytes,
            [("rabbitmq.memory", "in use")].compactMap(line))
    }

    private var commits: LineChart? {
        chart(
            "PostgreSQL: commits", "In the suite's database.", .perSecond, [("pg.commits", "commits")].compactMap(line))
    }

    private var log: LineChart? {
        chart(
            "PostgreSQL: write-ahead log", "Written by the whole server.", .bytesPerSecond,
            [("pg.walBytes", "log")].compactMap(line))
    }

    private var backends: LineChart? {
        chart(
            "PostgreSQL: active sessions", "At the moment of the sample.", .count,
            [("pg.activeBackends", "active")].compactMap(line))
    }

    private var deadTuples: LineChart? {
        chart(
            "PostgreSQL: dead rows", "Waiting for the vacuum.", .count,
            [("pg.deadTuples", "dead rows")].compactMap(line))
    }

    /// What no other chart shows, by the first part of its name.
    private var others: [LineChart?] {
        let known: Set = [
            "intended", "sent", "accepted", "completed", "failed", "late", "dropped", "e2e.p50", "e2e.p99", "http.p50",
            "http.p99", "open",
        ]
        let rest = keys.filter { key in
            !known.contains(key)
                && !["queue.", "oldest.", "cpu.", "rss.", "rabbitmq.", "pg."].contains(where: key.hasPrefix)
        }
        return Dictionary(grouping: rest) { String($0.prefix { $0 != "." }) }.sorted { $0.key < $1.key }.map {
            chart("Also measured: \($0.key)", "", .count, $0.value.sorted().compactMap { line($0, $0) })
        }
    }
}
