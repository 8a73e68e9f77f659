import Contracts
import Testing

@testable import OperatorCommands

@Suite("The ledger of a run", .timeLimit(.minutes(1)))
struct ApplicationLedgerTests {
    private static let start = Timestamp(microseconds: 1_790_000_000_000_000)

    private func at(_ milliseconds: Int64) -> Timestamp {
        Timestamp(microseconds: Self.start.microseconds + milliseconds * 1000)
    }

    private func application(_ number: String, intended milliseconds: Int64 = 0) throws -> FiledApplication {
        FiledApplication(
            number: number, accessCode: "code", citizen: .init(subject: "s", authorization: "a"),
            applicant: SyntheticApplicant(number: 1, region: try RegionCode("3574"), seed: 1),
            intended: milliseconds * 1_000_000, key: "k", body: [])
    }

    private var closing: SuiteEvent {
        .closed(
            state: "issued",
            StageSplit(
                history: [.init(to: .received, at: at(20)), .init(to: .inVerification, at: at(30))],
                receivedAt: at(20), closedAt: at(100), answers: [at(90)]))
    }

    private func finished(_ effects: [ApplicationLedger.Effect]) -> (state: String, [LoadStage: Int64], Int64)? {
        for case .finished(let state, let stages, let whole) in effects { return (state, stages, whole) }
        return nil
    }

    @Test func `an application is finished by three events in any order, once, at the last`() throws {
        let events: [SuiteEvent] = [closing, .archived(at: at(150)), .told(at: at(130), delivered: true)]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var ledger = ApplicationLedger(startedAt: Self.start)
            #expect(ledger.accepted(try application("A"), at: 25_000_000).isEmpty)
            #expect(ledger.openCount == 1)
            #expect(ledger.on(events[order[0]], number: "A", at: 200_000_000).isEmpty)
            // What comes twice means nothing new.
            #expect(ledger.on(events[order[0]], number: "A", at: 210_000_000).isEmpty)
            #expect(ledger.on(events[order[1]], number: "A", at: 220_000_000).isEmpty)
            let end = try #require(finished(ledger.on(events[order[2]], number: "A", at: 250_000_000)))
            #expect(end.0 == "issued")
            #expect(
                end.1 == [
                    .verification: 10_000, .agency: 60_000, .decision: 10_000, .notice: 30_000, .archive: 50_000,
                    .delivery: 100_000,
                ])
            #expect(end.2 == 250_000_000)
            #expect(ledger.openCount == 0)
            #expect(ledger.on(events[order[2]], number: "A", at: 260_000_000).isEmpty)
        }
    }

    @Test func `events that come before the answer are kept for it`() throws {
        var ledger = ApplicationLedger(startedAt: Self.start)
        for event in [closing, .archived(at: at(150)), .told(at: at(130), delivered: true)] {
            #expect(ledger.on(event, number: "A", at: 160_000_000).isEmpty)
            #expect(ledger.on(event, number: "of another load", at: 160_000_000).isEmpty)
        }
        #expect(ledger.openCount == 0)
        let end = finished(ledger.accepted(try application("A", intended: 10), at: 180_000_000))
        #expect(end?.2 == 170_000_000)
    }

    @Test func `a correction is sent once a round, and the time to think is nobody's latency`() throws {
        var ledger = ApplicationLedger(startedAt: Self.start)
        _ = ledger.accepted(try application("A"), at: 1)
        let request = SuiteEvent.correctionRequested(round: 1, items: ["/form/strNumber"])
        guard case .correct(let application, let round, let items)? = ledger.on(request, number: "A", at: 2).first
        else {
            Issue.record("no correction is asked for")
            return
        }
        #expect(application.number == "A")
        #expect(round == 1)
        #expect(items == ["/form/strNumber"])
        #expect(ledger.on(request, number: "A", at: 3).isEmpty)
        ledger.thought("A", nanoseconds: 40_000_000)
        let split = StageSplit(
            history: [
                .init(to: .received, at: at(0)), .init(to: .inVerification, at: at(10)),
                .init(to: .correctionRequested, at: at(20)), .init(to: .inVerification, at: at(70)),
            ], receivedAt: at(0), closedAt: at(100), answers: [at(100)])
        _ = ledger.on(.closed(state: "issued", split), number: "A", at: 4)
        _ = ledger.on(.archived(at: at(110)), number: "A", at: 5)
        let end = try #require(
            finished(ledger.on(.told(at: at(120), delivered: true), number: "A", at: 130_000_000)))
        #expect(end.1[.applicant] == 10_000)
        #expect(end.2 == 90_000_000)
    }

    @Test func `a notice that was given up ends the application and is told`() throws {
        var ledger = ApplicationLedger(startedAt: Self.start)
        _ = ledger.accepted(try application("A"), at: 1)
        let effects = ledger.on(.told(at: at(1), delivered: false), number: "A", at: 2)
        guard case .untold? = effects.first else {
            Issue.record("the notice that was given up is not told")
            return
        }
        _ = ledger.on(closing, number: "A", at: 3)
        #expect(finished(ledger.on(.archived(at: at(150)), number: "A", at: 4)) != nil)
    }

    @Test func `events of others do not fill the memory`() throws {
        var ledger = ApplicationLedger(startedAt: Self.start)
        for number in 0..<50_000 { _ = ledger.on(closing, number: "other \(number)", at: 0) }
        #expect(ledger.earlyCount <= 40_000)
    }
}
