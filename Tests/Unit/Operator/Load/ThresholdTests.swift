import Testing

@testable import OperatorCommands

@Suite("Requirements of a run", .timeLimit(.minutes(1)))
struct ThresholdTests {
    @Test(arguments: [
        ("e2e.p99<500ms", Threshold.Metric.latency("e2e", .percentile(99)), Threshold.Comparison.below, 500.0, "ms"),
        ("http.p99.9 <= 1.5s", .latency("http", .percentile(99.9)), .atMost, 1.5, "s"),
        ("agency.max<200us", .latency("agency", .max), .below, 200, "us"),
        ("same-content.mean>1ms", .latency("same-content", .mean), .above, 1, "ms"),
        ("failed<0.1%", .share(.failed), .below, 0.1, "%"), ("dropped<=0", .count(.dropped), .atMost, 0, ""),
        ("throughput>=95/s", .throughput, .atLeast, 95, "/s"), ("throughput>=95", .throughput, .atLeast, 95, ""),
    ])
    func `requirements are read`(
        _ text: String, _ metric: Threshold.Metric, _ comparison: Threshold.Comparison, _ bound: Double, _ unit: String
    ) throws {
        let threshold = try Threshold(text)
        #expect(threshold.metric == metric)
        #expect(threshold.comparison == comparison)
        #expect(threshold.bound == bound)
        #expect(threshold.unit == unit)
        #expect(threshold.expression == text)
    }

    @Test(arguments: [
        ("e2e.p99", "<, <=, > or >="), ("e2e.p99=5ms", "<, <=, > or >="), ("e3e.p99<5ms", "e3e"), ("e2e.q9<5ms", "q9"),
        ("e2e.p101<5ms", "p101"), ("e2e<5ms", "e2e"), ("e2e.p99<5", "unit of time"), ("e2e.p99<5h", "h"),
        ("e2e.p99<fast", "fast"), ("failed<5ms", "ms"), ("throughput>5%", "%"), ("", "<"), ("<5", "not known"),
    ])
    func `wrong requirements are refused, naming the word`(_ text: String, _ word: String) {
        let fault = #expect(throws: LoadFault.self) { try Threshold(text) }
        #expect(fault?.description.contains(word) == true, "\(fault?.description ?? "")")
    }

    @Test func `a requirement is judged by what was measured, in its own unit`() throws {
        var measured = Threshold.Measured()
        var histogram = LatencyHistogram()
        for value in 1...100 { histogram.record(microseconds: Int64(value) * 1000) }
        measured.latencies = ["e2e": histogram]
        measured.tallies = [.failed: 3]
        measured.bases = [.failed: 1000]
        measured.throughput = 94.5
        let p99 = try Threshold("e2e.p99<100ms").judge(measured)
        #expect(p99.held)
        #expect(abs(try #require(p99.actual) - 99) < 0.1)
        #expect(try Threshold("e2e.p99<0.05s").judge(measured).held == false)
        #expect(try abs(#require(Threshold("e2e.p50<1s").judge(measured).actual) - 0.05) < 0.001)
        #expect(try Threshold("failed<0.3%").judge(measured).held == false)
        #expect(try Threshold("failed<=0.3%").judge(measured).held)
        #expect(try Threshold("failed<4").judge(measured).held)
        #expect(try Threshold("throughput>=95").judge(measured).held == false)
    }

    @Test func `what was not measured does not hold`() throws {
        for text in ["e2e.p99<1s", "e2e.p99>1us", "failed<=0%", "throughput>0", "dropped<=0"] {
            let facts = try Threshold(text).judge(Threshold.Measured())
            #expect(!facts.held)
            #expect(facts.actual == nil)
        }
    }
}
