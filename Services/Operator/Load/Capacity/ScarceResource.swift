import Foundation

/// The resource that ran out at a rate, out of what was measured each second.
enum ScarceResource {
    /// From this share of all processors on they are taken for used up.
    private static let machineShare = 0.9
    /// From this share of one processor on a program that has one thread for a job is taken for used up.
    private static let threadShare = 0.9

    /// Names it; what was measured after the seconds of sending is left out.
    static func name(_ result: LoadResult, duration: Double) -> String {
        let points = result.series.filter { $0.at > duration / 4 && $0.at <= duration }
        let means = means(points)
        let processes = means.filter { $0.key.hasPrefix("cpu.") }.sorted { $0.value > $1.value }
        let used = processes.reduce(0) { $0 + $1.value }
        let all = Double(result.run.machine.cores) * 100
        let list = processes.prefix(4).map { "\($0.key.dropFirst(4)) \(Int($0.value.rounded())) %" }
            .joined(separator: ", ")
        if !processes.isEmpty, used >= all * machineShare {
            return "the processors: \(Int(used)) % of \(Int(all)) % were used (\(list))"
        }
        if let first = processes.first, first.value >= threadShare * 100 {
            return "one processor for \(first.key.dropFirst(4)) (\(list), of \(Int(all)) %)"
        }
        if let queue = grown(points) {
            return "the reader of the queue \(queue.name): it grew to \(queue.length) messages"
        }
        if !result.schedule.dropped.isEmpty { return "places for requests without an answer (--in-flight)" }
        guard !processes.isEmpty else { return "not known: the processes of the suite could not be measured here" }
        return "none of those measured (\(list), of \(Int(all)) %): something waits, not works"
    }

    private static func means(_ points: [SeriesPoint]) -> [String: Double] {
        var sums: [String: (total: Double, count: Double)] = [:]
        for (name, value) in points.flatMap(\.values) {
            sums[name, default: (0, 0)].total += value
            sums[name, default: (0, 0)].count += 1
        }
        return sums.mapValues { $0.total / $0.count }
    }

    /// The queue that holds the most at the end, when it holds more than at the beginning.
    private static func grown(_ points: [SeriesPoint]) -> (name: String, length: Int)? {
        let names = Set(points.flatMap { $0.values.keys }).filter { $0.hasPrefix("queue.") && $0.hasSuffix(".ready") }
        let queues = names.compactMap { name -> (name: String, length: Int)? in
            let lengths = points.compactMap { $0.values[name] }
            guard let first = lengths.first, let last = lengths.last, last > first, last >= 100 else { return nil }
            return (String(name.dropFirst("queue.".count).dropLast(".ready".count)), Int(last))
        }
        return queues.max { $0.length < $1.length }
    }
}
