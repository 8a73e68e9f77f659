import Foundation
import TestSupport
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(1))) struct SimulationProfileTests {
    private func profile(_ json: String) throws(ProfileFault) -> SimulationProfile {
        try SimulationProfile(json: Array(json.utf8))
    }

    @Test func `all words are read`() throws {
        let profile = try profile(
            """
            {"seed": 7, "latency": {"distribution": "lognormal", "medianMilliseconds": 20, "p99Milliseconds": 200},
             "rates": {"error": 0.01, "timeoutAfterWork": 0.02, "duplicate": 0.03, "late": 0.04, "malformed": 0.05,
                       "tooManyRequests": 0.06, "crashAfterWork": 0.07},
             "outages": [{"fromSeconds": 10, "toSeconds": 20}, {"fromSeconds": 20, "toSeconds": 20.5}],
             "outcomes": {"match": 0.9, "mismatch": 0.05, "not-found": 0.02, "unavailable": 0.03}}
            """)
        #expect(profile.seed == 7)
        #expect(profile.latency == (try LatencyDistribution(.lognormal, median: 20, p99: 200)))
        #expect(Set(profile.rates.keys) == Set(SimulatedFault.allCases) && profile.rates[.crashAfterWork] == 0.07)
        #expect(profile.outages.count == 2 && profile.outcomes[.notFound] == 0.02)
        #expect(try self.profile("{}") == SimulationProfile())
    }

    @Test(arguments: [
        ("{\"sed\": 1}", "sed"), ("{\"seed\": -1}", "seed"), ("{\"seed\": 1.5}", "seed"), ("[]", ""), ("{", ""),
        ("{\"seed\": 1, \"seed\": 2}", ""), ("{\"latency\": 5}", "latency"),
        ("{\"latency\": {\"shape\": \"constant\"}}", "latency.shape"),
        ("{\"latency\": {\"distribution\": \"pareto\"}}", "latency.distribution"),
        ("{\"latency\": {\"medianMilliseconds\": -1}}", "latency.medianMilliseconds"),
        ("{\"latency\": {\"medianMilliseconds\": \"1\"}}", "latency.medianMilliseconds"),
        (
            "{\"latency\": {\"distribution\": \"uniform\", \"medianMilliseconds\": 1, \"p99Milliseconds\": 9}}",
            "latency.p99Milliseconds"
        ),
        ("{\"rates\": {\"errors\": 0}}", "rates.errors"), ("{\"rates\": {\"error\": 1.01}}", "rates.error"),
        ("{\"rates\": {\"late\": -0.1}}", "rates.late"), ("{\"rates\": {\"late\": 0.6, \"error\": 0.6}}", "rates"),
        ("{\"outcomes\": {\"match\": 0.9}}", "outcomes"), ("{\"outcomes\": {\"found\": 1}}", "outcomes.found"),
        ("{\"outages\": {}}", "outages"), ("{\"outages\": [{\"fromSeconds\": 1}]}", "outages[0].toSeconds"),
        ("{\"outages\": [{\"fromSeconds\": 2, \"toSeconds\": 1}]}", "outages[0].toSeconds"),
        (
            "{\"outages\": [{\"fromSeconds\": 1, \"toSeconds\": 3}, {\"fromSeconds\": 2, \"toSeconds\": 4}]}",
            "outages[1].fromSeconds"
        ),
        ("{\"outages\": [{\"until\": 1}]}", "outages[0].until"),
    ])
    func `a wrong word is named`(_ json: String, _ word: String) {
        let fault = #expect(throws: ProfileFault.self) { try profile(json) }
        #expect(fault?.word == word)
        #expect(word.isEmpty || fault?.description.contains(word) == true)
    }

    @Test func `a missing file is refused`() {
        #expect(throws: ProfileFault.self) { try SimulationProfile(file: "/nonexistent/profile.json") }
    }

    @Test func `the same seed, key and attempt have the same turn in any order`() throws {
        let text = """
            {"seed": %, "latency": {"distribution": "exponential", "medianMilliseconds": 5},
             "rates": {"error": 0.2, "late": 0.2, "duplicate": 0.2}, "outcomes": {"match": 0.5, "mismatch": 0.5}}
            """
        let one = try profile(text.replacing("%", with: "1"))
        let same = try profile(text.replacing("%", with: "1"))
        let other = try profile(text.replacing("%", with: "2"))
        let keys = (0..<500).map { "0199-\($0)" }
        let turns = keys.map { one.turn(for: $0, attempt: 1) }
        #expect(Array(keys.reversed().map { same.turn(for: $0, attempt: 1) }.reversed()) == turns)
        #expect(keys.map { other.turn(for: $0, attempt: 1) } != turns)
        #expect(keys.map { one.turn(for: $0, attempt: 2) } != turns)
        #expect(Set(turns.map(\.latency)).count > 450)
    }

    @Test func `faults and outcomes come at their rates, independently`() throws {
        let profile = try profile(
            """
            {"rates": {"error": 0.1, "timeoutAfterWork": 0.1, "crashAfterWork": 0.05},
             "outcomes": {"match": 0.7, "not-found": 0.3}}
            """)
        let turns = (0..<20_000).map { profile.turn(for: "check-\($0)", attempt: 1) }
        func share(_ isCounted: (SimulatedTurn) -> Bool) -> Double { Double(turns.count(where: isCounted)) / 20_000 }
        #expect(abs(share { $0.fault == .error } - 0.1) < 0.01)
        #expect(abs(share { $0.fault == .timeoutAfterWork } - 0.1) < 0.01)
        #expect(abs(share { $0.fault == .crashAfterWork } - 0.05) < 0.01)
        #expect(abs(share { $0.fault == nil } - 0.75) < 0.015)
        #expect(abs(share { $0.outcome == .notFound } - 0.3) < 0.015)
        #expect(abs(share { $0.outcome == .notFound && $0.fault == .error } - 0.03) < 0.006)
    }

    @Test func `an attempt that is seen again loses nothing and crashes nobody`() throws {
        let profile = try profile("{\"rates\": {\"timeoutAfterWork\": 0.5, \"crashAfterWork\": 0.5}}")
        for index in 0..<50 {
            #expect(profile.turn(for: "\(index)", attempt: 1).fault != nil)
            #expect(profile.turn(for: "\(index)", attempt: 1, isRepeat: true).fault == nil)
        }
    }

    @Test func `outages last from their beginning to their end`() throws {
        let profile = try profile("{\"outages\": [{\"fromSeconds\": 10, \"toSeconds\": 20}]}")
        #expect(profile.outage(at: .seconds(9.9)) == nil)
        #expect(profile.outage(at: .seconds(10)) == .seconds(10))
        #expect(profile.outage(at: .seconds(20)) == nil)
    }
}
