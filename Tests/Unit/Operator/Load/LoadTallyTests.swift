import Foundation
import Testing

@testable import OperatorCommands

@Suite("The counts of a run", .timeLimit(.minutes(1)))
struct LoadTallyTests {
    private static let millisecond: Int64 = 1_000_000

    @Test func `more than 10 ms behind is late, and the worst is told`() {
        var tally = LoadTally()
        for lateness in [0, 9, 10, 11, 50] {
            tally.intended(.status)
            tally.sent(.status, lateness: Int64(lateness) * Self.millisecond)
        }
        #expect(tally.late == 2)
        #expect(tally.worstLateness == 50 * Self.millisecond)
        #expect(tally.intendedCount == 5)
    }

    @Test func `a schedule is kept with few late requests, and never with a dropped one`() {
        var tally = LoadTally()
        for index in 0..<100 {
            tally.intended(.submit)
            tally.sent(.submit, lateness: index < 5 ? 20 * Self.millisecond : 0)
        }
        #expect(tally.keptSchedule)
        tally.intended(.submit)
        tally.sent(.submit, lateness: 20 * Self.millisecond)
        #expect(!tally.keptSchedule)
        var other = LoadTally()
        other.intended(.submit)
        other.sent(.submit, lateness: 0)
        other.intended(.submit)
        other.dropped("in-flight")
        #expect(!other.keptSchedule)
        #expect(other.sentCount == 1)
        #expect(other.intendedCount == 2)
    }

    @Test func `failed requests count in the latencies too`() {
        var tally = LoadTally()
        tally.answered(.submit, status: 503, failure: "status-503", latency: 5 * Self.millisecond)
        tally.answered(.submit, status: nil, failure: "timeout", latency: 30_000 * Self.millisecond)
        tally.answered(.submit, status: 201, failure: nil, latency: 7 * Self.millisecond)
        #expect(tally.kinds[.submit]?.latency.total.count == 3)
        #expect(tally.failedCount == 2)
        #expect(tally.acceptedCount == 1)
        #expect(tally.unfinishedCount == 1)
        tally.finished(in: "issued")
        #expect(tally.unfinishedCount == 0)
    }

    @Test func `an interval is told once`() {
        var tally = LoadTally()
        tally.answered(.status, status: 200, failure: nil, latency: 5 * Self.millisecond)
        tally.spent(.whole, nanoseconds: 9 * Self.millisecond)
        let first = tally.takeIntervals()
        #expect(Set(first.keys) == ["status", "whole", "http"])
        #expect(first["http"]?.count == 1)
        #expect(tally.takeIntervals().isEmpty)
        #expect(tally.kinds[.status]?.latency.total.count == 1)
    }

    @Test func `the parts of a shared run add up, through their files`() throws {
        func part(_ place: Int, late: Int) -> LoadTally {
            var tally = LoadTally()
            for index in 0..<10 {
                tally.intended(.submit)
                tally.sent(.submit, lateness: index < late ? 30 * Self.millisecond : 0)
                tally.answered(
                    .submit, status: 201, failure: nil, latency: Int64(place * 10 + index) * Self.millisecond)
            }
            tally.dropped("in-flight")
            tally.finished(in: "issued")
            tally.spent(.whole, nanoseconds: 100 * Self.millisecond)
            return tally
        }
        var sum = LoadTally()
        for tally in [part(1, late: 1), part(2, late: 3)] {
            sum.add(try JSONDecoder().decode(LoadTally.self, from: JSONEncoder().encode(tally)))
        }
        #expect(sum.sentCount == 20)
        #expect(sum.late == 4)
        #expect(sum.dropped == ["in-flight": 2])
        #expect(sum.outcomes == ["issued": 2])
        #expect(sum.kinds[.submit]?.statuses == [201: 20])
        #expect(sum.kinds[.submit]?.latency.total.count == 20)
        #expect(sum.kinds[.submit]?.latency.total.value(atPercentile: 100) ?? 0 >= 29_000)
        #expect(sum.stages[.whole]?.total.count == 2)
    }

    @Test func `the courses of generators add up, and the worst percentile stands`() {
        let combined = SeriesPoint.combine([
            [.init(at: 1.01, values: ["sent": 50, "http.p99": 5, "cpu.load-1": 20, "cpu.intake": 70])],
            [
                .init(at: 0.99, values: ["sent": 40, "http.p99": 9, "cpu.load-2": 30]),
                .init(at: 2, values: ["sent": 1]),
            ],
        ])
        #expect(combined.count == 2)
        #expect(
            combined.first?.values
                == ["sent": 90, "http.p99": 9, "cpu.load-1": 20, "cpu.load-2": 30, "cpu.intake": 70])
    }

    @Test func `the result tells the same as the counts`() {
        var tally = LoadTally()
        for _ in 0..<4 {
            tally.intended(.submit)
            tally.sent(.submit, lateness: 0)
            tally.answered(.submit, status: 201, failure: nil, latency: 5 * Self.millisecond)
        }
        tally.finished(in: "issued")
        let run = SampleRun.result().run
        let result = LoadResult(run, tally, thresholds: [], seconds: 2)
        #expect(result.schedule.keptSchedule)
        #expect(result.outcomes == ["issued": 1, "unfinished": 3])
        #expect(result.requests.map(\.kind) == ["submit"])
        #expect(result.requests.first?.statuses == ["201": 4])
        #expect(Threshold.Measured(tally, seconds: 2).throughput == 0.5)
    }
}
