import Contracts
import Foundation
import Simulation
import Synchronization
import TestSupport
import Testing

@Suite(.requireServer(.broker), .timeLimit(.minutes(2))) struct SimulatedAgencyTests {
    @Test func `without faults each question has the agency's own answer`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"latency\": {\"medianMilliseconds\": 5}}") {
                var asked: Set<CheckID> = []
                for _ in 0..<20 { asked.insert(try await bench.ask()) }
                try await bench.hasAnswers(20)
                #expect(Set(bench.answered.compactMap(\.completed?.checkID)) == asked)
                #expect(bench.answered.allSatisfy { $0.completed?.answer == .match })
            }
            #expect(try await bench.questionsLeft() == 0)
        }
    }

    @Test func `outcomes are those of the profile whatever the order and the process`() async throws {
        let profile = "{\"seed\": 3, \"outcomes\": {\"match\": 0.4, \"mismatch\": 0.3, \"not-found\": 0.3}}"
        let expected = try SimulationProfile(json: Array(profile.utf8))
        let checks = (0..<30).map { _ in CheckID.make() }
        try await AgencyBench.with { bench in
            for order in [checks, checks.reversed()] {
                let before = bench.answered.count
                try await bench.withAgency(profile) {
                    for check in order { try await bench.ask(check) }
                    try await bench.hasAnswers(before + 30)
                }
            }
            for answer in bench.answered {
                let completed = try #require(answer.completed)
                let turn = expected.turn(for: completed.checkID.description, attempt: 1)
                #expect(completed.result.rawValue == turn.outcome.rawValue)
            }
            #expect(Set(bench.answered.compactMap { $0.completed?.result }).count == 3)
        }
    }

    @Test func `a duplicate comes once more under its id and once under another`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"duplicate\": 1}}") {
                try await bench.ask()
                try await bench.hasAnswers(3)
            }
            #expect(bench.answered.count == 3 && Set(bench.answered.compactMap(\.id)).count == 2)
            #expect(Set(bench.answered.compactMap { $0.completed?.checkID }).count == 1)
        }
    }

    @Test func `an answer that was lost comes when the question is said again`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"timeoutAfterWork\": 1}}") {
                let check = try await bench.ask()
                try await eventually("the question is taken") { try await bench.questionsLeft() == 0 }
                #expect(bench.answered.isEmpty)
                try await bench.ask(check, emission: 2)
                try await bench.hasAnswers(1)
            }
            #expect(bench.answered.count == 1)
        }
    }

    @Test func `too many requests is unavailable with a time to come again`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"tooManyRequests\": 1}}") {
                try await bench.ask()
                try await bench.hasAnswers(1)
            }
            guard case .unavailable(let seconds)? = bench.answered.first?.completed?.answer else {
                Issue.record("\(bench.answered) is not unavailable")
                return
            }
            #expect((1...3).contains(seconds ?? 0))
        }
    }

    @Test func `a late answer comes after the question was put off`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"late\": 1}}") {
                try await bench.ask()
                try await bench.hasAnswers(2)
            }
            #expect(bench.answered.compactMap { $0.completed?.result } == [.unavailable, .match])
        }
    }

    @Test func `a malformed answer is followed by the right one`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"malformed\": 1}}") {
                for _ in 0..<10 { try await bench.ask() }
                try await bench.hasAnswers(20)
            }
            #expect(bench.answered.count { $0.completed != nil } == 10)
            let garbled = bench.answered.filter { $0.completed == nil }
            #expect(garbled.contains { $0.hasEnvelope } && garbled.contains { !$0.hasEnvelope })
        }
    }

    @Test func `a failing check is rejected and not answered`() async throws {
        try await AgencyBench.with { bench in
            try await bench.withAgency("{\"rates\": {\"error\": 1}}") {
                try await bench.ask()
                try await eventually("the question is rejected") { try await bench.questionsLeft() == 0 }
            }
            #expect(bench.answered.isEmpty)
            #expect(try await bench.questionsLeft() == 0)
        }
    }

    @Test func `a crash comes after the answer and before its acknowledgement`() async throws {
        try await AgencyBench.with { bench in
            let crashes = Mutex(0)
            try await bench.withAgency("{\"rates\": {\"crashAfterWork\": 1}}", crash: { crashes.withLock { $0 += 1 } })
            {
                try await bench.ask()
                try await bench.hasAnswers(1)
                try await eventually("it crashes") { crashes.withLock { $0 } == 1 }
            }
            #expect(bench.answered.count == 1)
        }
    }

    @Test func `in an outage nothing is answered until it is over`() async throws {
        try await AgencyBench.with { bench in
            let outage = "{\"outages\": [{\"fromSeconds\": 0, \"toSeconds\": 2}]}"
            let start = ContinuousClock.now
            try await bench.withAgency(outage) {
                try await bench.ask()
                try await bench.hasAnswers(1)
            }
            #expect(ContinuousClock.now - start >= .seconds(2))
        }
    }
}
