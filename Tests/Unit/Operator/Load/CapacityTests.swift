import Testing

@testable import OperatorCommands

@Suite("The search for the capacity", .timeLimit(.minutes(1)))
struct CapacityTests {
    private func search(from rate: Double, to ceiling: Double = 10_000, bearing capacity: Double) -> (
        CapacitySearch, Int
    ) {
        var search = CapacitySearch(from: rate, to: ceiling, precision: 0.05)
        var steps = 0
        while let rate = search.next, steps < 100 {
            search.tried(rate, isBorne: rate <= capacity)
            steps += 1
        }
        return (search, steps)
    }

    @Test(arguments: [3.0, 40, 137, 999, 2500])
    func `the capacity is found within the precision, from below and from above`(_ capacity: Double) {
        for start in [10.0, 1000] {
            let (search, steps) = search(from: start, bearing: capacity)
            #expect(steps < 25)
            #expect(search.borne ?? 0 <= capacity)
            #expect(search.refused ?? 0 > capacity)
            #expect((search.refused ?? 0) - (search.borne ?? 0) <= (search.borne ?? 0) * 0.05 + 0.1)
        }
    }

    @Test func `a search ends at the ceiling, and where nothing is borne`() {
        let (high, _) = search(from: 100, to: 500, bearing: 1000)
        #expect(high.borne == 500)
        #expect(high.refused == nil)
        let (low, steps) = search(from: 100, bearing: 0)
        #expect(low.borne == nil)
        #expect(steps < 10)
    }

    private func result(
        open: (Double) -> Double, p99Ms: Double = 100, change: (inout LoadResult) -> Void = { _ in }
    ) -> LoadResult {
        var result = SampleRun.result()
        result.outcomes["unfinished"] = 0
        result.schedule.dropped = [:]
        for index in result.requests.indices { result.requests[index].failed = [:] }
        for index in result.stages.indices where result.stages[index].name == "whole" {
            result.stages[index].latency.p99Ms = p99Ms
        }
        result.series = (1...60).map { second in
            SeriesPoint(at: Double(second), values: ["open": open(Double(second)), "accepted": 100])
        }
        change(&result)
        return result
    }

    private func reasons(_ result: LoadResult) -> [String] {
        CapacityVerdict(result, duration: 60, bounds: .init(p99Ms: 500)).reasons
    }

    @Test func `a rate is borne when p99 and backlog stay bounded`() {
        #expect(reasons(result { _ in 20 }).isEmpty)
        #expect(reasons(result { $0.truncatingRemainder(dividingBy: 7) * 10 }).isEmpty)
        #expect(reasons(result(open: { _ in 20 }, p99Ms: 501)).first?.contains("p99") == true)
        #expect(reasons(result { $0 * 10 }).first?.contains("backlog") == true)
        #expect(reasons(result(open: { _ in 1 }) { $0.schedule.dropped = ["in-flight": 1] }).count == 1)
        #expect(reasons(result(open: { _ in 1 }) { $0.outcomes["unfinished"] = 2 }).count == 1)
        #expect(reasons(result(open: { _ in 1 }) { $0.requests[0].failed = ["timeout": 500] }).count == 1)
    }

    @Test func `what ran out is named out of the series`() {
        func name(_ values: @escaping (Double) -> [String: Double]) -> String {
            var result = SampleRun.result()
            result.run.machine.cores = 2
            result.series = (1...60).map { SeriesPoint(at: Double($0), values: values(Double($0))) }
            return ScarceResource.name(result, duration: 60)
        }
        #expect(
            name { _ in ["cpu.intake": 90, "cpu.verification": 60, "cpu.rabbitmq": 40] }.hasPrefix("the processors"))
        #expect(name { _ in ["cpu.intake": 97, "cpu.rabbitmq": 20] }.contains("one processor for intake"))
        #expect(name { ["cpu.intake": 10, "queue.a.ready": $0 * 50, "queue.b.ready": 3] }.contains("queue a"))
        #expect(name { _ in ["cpu.intake": 10] }.contains("something waits"))
        #expect(name { _ in [:] }.contains("not known"))
    }
}
