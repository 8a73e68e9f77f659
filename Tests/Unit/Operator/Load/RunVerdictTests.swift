import Testing

@testable import OperatorCommands

@Suite("Run verdict", .timeLimit(.minutes(1)))
struct RunVerdictTests {
    @Test func `a good run passes`() {
        let verdict = RunVerdict(SampleRun.result(seconds: 2))
        #expect(verdict.outcome == .passed)
        #expect(verdict.sentence == "Passed: the schedule was kept, e2e.p99<500ms held and the audit is clean.")
    }

    @Test func `a schedule that was not kept comes first`() {
        var result = SampleRun.result(seconds: 20)
        result.schedule = ScheduleFacts(
            intended: 2000, sent: 1990, late: 340, dropped: ["in-flight": 10], worstLatenessMs: 2812,
            keptSchedule: false)
        let verdict = RunVerdict(result)
        #expect(verdict.outcome == .failed)
        #expect(
            verdict.sentence.hasPrefix(
                "Not passed: the generator did not keep its schedule (10 of 2,000 requests were not sent, 340 were sent "
                    + "late, at worst by 2.81 s), "))
    }

    @Test func `missed requirements are named with what was measured`() {
        var result = SampleRun.result(seconds: 2)
        result.thresholds = [
            .init(expression: "e2e.p99<500ms", actual: 812.4, held: false),
            .init(expression: "http.errors<1%", actual: nil, held: false),
            .init(expression: "e2e.p50<90ms", actual: 40, held: true),
        ]
        let verdict = RunVerdict(result)
        #expect(verdict.outcome == .failed)
        #expect(
            verdict.sentence.contains(
                "2 of 3 requirements were missed (e2e.p99<500ms, measured 812 ms; http.errors<1%, measured nothing)"))
    }

    @Test func `an audit with differences fails, a missing one is said`() {
        var result = SampleRun.result(seconds: 2)
        let difference = AuditFacts.Difference(
            equation: "seen = open + closed", region: "3574", agency: nil, expected: 2, actual: 1, ids: [])
        result.audit = AuditFacts(clean: false, differences: [difference, difference])
        #expect(RunVerdict(result).outcome == .failed)
        #expect(RunVerdict(result).sentence.hasSuffix("and the audit found 2 differences."))
        result.audit = nil
        #expect(RunVerdict(result).outcome == .passed)
        #expect(RunVerdict(result).sentence.hasSuffix("and no audit was made."))
    }

    @Test func `an interrupted run is never passed, and what is unfinished is counted`() {
        var result = SampleRun.result(seconds: 2)
        result.run.interrupted = true
        result.outcomes["unfinished"] = 17
        let verdict = RunVerdict(result)
        #expect(verdict.outcome == .interrupted)
        #expect(verdict.sentence.hasPrefix("Interrupted, with what was measured so far: the schedule was kept"))
        #expect(verdict.sentence.hasSuffix("and 17 applications were unfinished at the end."))
    }
}
