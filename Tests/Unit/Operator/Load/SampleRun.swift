import Contracts
import Foundation
import TestSupport

@testable import OperatorCommands

/// The result of a made-up run that looks like a real one: a minute at 100/s with a short stall of the broker.
enum SampleRun {
    static func summary(count: Int, medianMs: Double, spread: Double, seed: UInt64) -> LatencySummary {
        var numbers = SeededGenerator(seed: seed)
        var histogram = LatencyHistogram()
        for _ in 0..<count {
            histogram.record(microseconds: Int64(medianMs * 1000 * exp(spread * numbers.normal())))
        }
        return histogram.summary
    }

    static func result(seconds: Int = 60, rate: Int = 100, start: Int64 = 1_790_000_000_000_000) -> LoadResult {
        let sent = seconds * rate
        return LoadResult(
            run: run(seconds: seconds, rate: rate, start: start),
            schedule: ScheduleFacts(
                intended: sent, sent: sent, late: 3, dropped: [:], worstLatenessMs: 14.2, keptSchedule: true),
            requests: requests(sent),
            stages: [
                ("accept", 4.2, 0.35), ("verification", 3.1, 0.4), ("agency", 22, 0.6), ("decision", 3.4, 0.4),
                ("notice", 6, 0.5), ("archive", 5.2, 0.45), ("whole", 46, 0.45),
            ].enumerated().map { index, stage in
                StageFacts(
                    name: stage.0, count: sent / 2,
                    latency: summary(count: sent / 2, medianMs: stage.1, spread: stage.2, seed: UInt64(index) + 1))
            },
            outcomes: ["issued": sent * 44 / 100, "refused": sent * 5 / 100, "correction-requested": sent / 100],
            thresholds: [ThresholdFacts(expression: "e2e.p99<500ms", actual: 131.2, held: true)],
            audit: AuditFacts(clean: true, differences: []), series: series(seconds: seconds, rate: Double(rate)),
            histograms: ["end to end": "whole.hlog", "requests": "requests.hlog"])
    }

    private static func run(seconds: Int, rate: Int, start: Int64) -> RunFacts {
        RunFacts(
            id: "20260921-141320-7f3a", seed: 20_260_921, toolVersion: "1.0.0", targetURL: "http://127.0.0.1:8080",
            machine: MachineFacts(
                cores: 2, memoryBytes: 25_030_000_000, kernel: "Linux 6.1.0-18-amd64",
                cpuModel: "Intel(R) Xeon(R) Processor @ 2.90GHz"),
            serverVersions: ["rabbitmq": "3.10.8", "erlang": "25.2.3", "postgresql": "15.5"],
            startedAt: Timestamp(microseconds: start),
            endedAt: Timestamp(microseconds: start + Int64(seconds) * 1_000_000 + 1_240_000),
            plan: [
                "rate": String(rate), "duration": String(seconds), "arrival": "poisson", "regions": "all regions.csv",
            ],
            generators: 1, interrupted: false,
            remarks: ["The generator ran on the machine of the suite and shared its processors."])
    }

    private static func requests(_ sent: Int) -> [RequestFacts] {
        let kinds: [(String, Double, Int, [String: Int], [String: Int])] = [
            ("submit", 4.6, sent / 2, ["201": sent / 2], [:]),
            ("status", 1.4, sent * 4 / 10, ["200": sent * 4 / 10], [:]),
            ("document", 7.9, sent * 5 / 100, ["201": sent * 5 / 100 - 2, "503": 2], ["status-503": 2]),
            ("duplicate", 2.2, sent * 3 / 100, ["200": sent * 3 / 100], [:]),
            ("same-content", 2.6, sent / 100, ["409": sent / 100], [:]),
            ("malformed", 0.8, sent / 100, ["422": sent / 100], [:]),
        ]
        return kinds.enumerated().map { index, kind in
            RequestFacts(
                kind: kind.0, intended: kind.2, sent: kind.2, statuses: kind.3, failed: kind.4,
                latency: summary(count: kind.2, medianMs: kind.1, spread: 0.4, seed: UInt64(index) + 100))
        }
    }

    private static func series(seconds: Int, rate: Double) -> [SeriesPoint] {
        var numbers = SeededGenerator(seed: 42)
        let processes: [(String, Double, Double)] = [
            ("intake", 14, 31), ("verification", 11, 29), ("notification", 7, 24), ("archiving", 6, 23),
            ("dukcapil", 4, 18), ("dinkes-3574", 2, 18), ("mail", 3, 21), ("mpp", 9, 40), ("rabbitmq", 38, 236),
            ("postgresql", 31, 188),
        ]
        return (1...seconds).map { second in
            let stall = (32...37).contains(second) ? Double(second - 31) : second < 42 && second > 37 ? 2 : 0
            func noise(_ share: Double) -> Double { max(0.05, 1 + share * numbers.normal()) }
            var values: [String: Double] = [
                "intended": rate, "sent": rate * noise(0.08), "accepted": rate / 2 * noise(0.1),
                "completed": stall > 2 ? 4 : rate / 2 * noise(0.12) + (second > 37 && second < 42 ? 60 : 0),
                "e2e.p50": (46 + stall * 300) * noise(0.05), "e2e.p99": (120 + stall * 900) * noise(0.12),
                "http.p99": 11 * noise(0.2) + stall * 3, "queue.oldestSeconds": stall * 1.1 + 0.05,
                "oldest.unseen": stall, "open": (5 + stall * 60).rounded(), "oldest.outbox.intake": stall * 1.1 + 0.05,
                "oldest.notices": 0,
                "pg.commits": 520 * noise(0.05), "pg.walBytes": 1_900_000 * noise(0.1),
                "pg.activeBackends": Double(Int.random(in: 0...4, using: &numbers)),
            ]
            for (name, cpu, megabytes) in processes {
                values["cpu.\(name)"] = cpu * noise(0.1)
                values["rss.\(name)"] = (megabytes + Double(second) * 0.05) * 1_048_576
            }
            guard second % 5 == 0 else { return SeriesPoint(at: Double(second), values: values) }
            for (queue, share) in [
                ("intake.events", 1.2), ("verification.events", 1), ("verification.results", 0.6),
                ("notification.events", 0.9), ("archiving.events", 0.7), ("agency.dukcapil.identity", 1.6),
                ("agency.dinkes-3574.practice", 0.3), ("intake.dead", 0), ("unrouted", 0),
            ] {
                values["queue.\(queue).ready"] = (share * stall * 60).rounded()
                values["queue.\(queue).unacked"] = (share * 3 * noise(0.3)).rounded()
            }
            values["rabbitmq.publishRate"] = rate * 4.5 * noise(0.05)
            values["rabbitmq.deliverRate"] = rate * 5.2 * noise(0.05)
            values["rabbitmq.memory"] = 148_000_000 * noise(0.02)
            values["pg.deadTuples"] = Double(second) * 90
            return SeriesPoint(at: Double(second), values: values)
        }
    }
}

extension SeededGenerator {
    /// A number of the normal distribution (Box and Muller).
    fileprivate mutating func normal() -> Double {
        let (one, two) = (Double.random(in: 1e-9..<1, using: &self), Double.random(in: 0..<1, using: &self))
        return (-2 * log(one)).squareRoot() * cos(2 * .pi * two)
    }
}
