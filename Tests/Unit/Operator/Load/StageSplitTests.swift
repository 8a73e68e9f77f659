import Contracts
import Testing

@testable import OperatorCommands

@Suite("The stages of an application", .timeLimit(.minutes(1)))
struct StageSplitTests {
    private func at(_ milliseconds: Int64) -> Timestamp {
        Timestamp(microseconds: 1_790_000_000_000_000 + milliseconds * 1000)
    }

    @Test func `verification, agency and decision follow one another`() {
        let split = StageSplit(
            history: [
                .init(to: .received, at: at(0)), .init(to: .inVerification, at: at(10)),
                .init(to: .inDecision, at: at(60)), .init(to: .approved, at: at(90)), .init(to: .issued, at: at(90)),
            ], receivedAt: at(0), closedAt: at(90), answers: [at(40), at(55)])
        #expect(split.microseconds == [.verification: 10_000, .agency: 45_000, .decision: 35_000])
    }

    @Test func `a rule decides in the transaction of the last answer`() {
        let split = StageSplit(
            history: [
                .init(to: .received, at: at(0)), .init(to: .inVerification, at: at(5)),
                .init(to: .approved, at: at(30)),
                .init(to: .issued, at: at(30)),
            ], receivedAt: at(0), closedAt: at(30), answers: [at(20), at(30)])
        #expect(split.microseconds[.agency] == 25_000)
        #expect(split.microseconds[.decision] ?? 0 == 0)
    }

    @Test func `the time of the applicant is told apart, and everything adds up`() {
        let split = StageSplit(
            history: [
                .init(to: .received, at: at(0)), .init(to: .inVerification, at: at(10)),
                .init(to: .correctionRequested, at: at(50)), .init(to: .inVerification, at: at(1050)),
                .init(to: .approved, at: at(1100)), .init(to: .issued, at: at(1100)),
            ], receivedAt: at(0), closedAt: at(1100), answers: [at(1080), at(1090)])
        #expect(split.microseconds[.verification] == 10_000)
        #expect(split.microseconds[.applicant] == 1_000_000)
        #expect(split.microseconds[.agency] == 80_000)
        #expect(split.microseconds[.decision] == 10_000)
        #expect(split.microseconds.values.reduce(0, +) == 1_100_000)
    }

    @Test func `a closing event is read, and one without its history is not`() throws {
        let text = """
            {"state": "refused", "receivedAt": "2026-03-17T04:00:00Z", "closedAt": "2026-03-17T04:00:03Z",
             "history": [{"to": "received", "at": "2026-03-17T04:00:00Z"},
                         {"to": "in-verification", "at": "2026-03-17T04:00:01Z"},
                         {"to": "refused", "at": "2026-03-17T04:00:03Z"}],
             "checks": [{"answeredAt": "2026-03-17T04:00:02.5Z"}, {"result": null}]}
            """
        let split = try #require(StageSplit(closing: JSONValue(json: Array(text.utf8))))
        #expect(split.microseconds == [.verification: 1_000_000, .agency: 1_500_000, .decision: 500_000])
        #expect(StageSplit(closing: try JSONValue(json: Array(#"{"state": "refused"}"#.utf8))) == nil)
        let bad = text.replacing("in-verification", with: "somewhere")
        #expect(StageSplit(closing: try JSONValue(json: Array(bad.utf8))) == nil)
    }
}
