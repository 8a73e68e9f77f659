import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import OperatorCommands

@Suite("The plan of a run", .timeLimit(.minutes(1)))
struct LoadOptionsTests {
    private static let regions = "code,name,population,time_zone\n35.74,Kota Probolinggo,243746,Asia/Jakarta\n"

    private func plan(_ arguments: [String], profile: String? = nil) async throws -> LoadPlan {
        try await withTemporaryDirectory { folder in
            try Self.regions.write(toFile: folder + "/regions.csv", atomically: true, encoding: .utf8)
            var arguments = arguments + ["--regions", folder + "/regions.csv"]
            if let profile {
                try profile.write(toFile: folder + "/profile.json", atomically: true, encoding: .utf8)
                arguments += ["--profile", folder + "/profile.json"]
            }
            return try LoadOptions.parse(arguments).plan()
        }
    }

    @Test func `options win over the profile, and the profile over the defaults`() async throws {
        let profile =
            #"{"rate": 5, "duration": 9, "arrival": "poisson", "reads": 2, "mix": {"malformed": 0.2}, "#
            + #""require": ["failed<1%"], "seed": 77}"#
        let plan = try await plan(["--rate", "7", "--reads", "0"], profile: profile)
        #expect(plan.rate == 7)
        #expect(plan.duration == 9)
        #expect(plan.arrival == .poisson)
        #expect(plan.mix.reads == 0)
        #expect(plan.mix.malformed == 0.2)
        #expect(plan.seed == 77)
        #expect(plan.thresholds.map(\.expression) == ["failed<1%"])
    }

    @Test func `the plan that is told makes the same plan again`() async throws {
        let first = try await plan([
            "--rate", "12.5", "--duration", "30", "--arrival", "spike", "--mix", #"{"outcomes": {"refused": 1}}"#,
            "--seed", "5", "--in-flight", "100",
        ])
        var words: [String] = []
        for (option, value) in first.told where option != "regions" { words += ["--\(option)", value] }
        let second = try await plan(words + ["--seed", "5"])
        #expect(second.told.filter { $0.key != "regions" } == first.told.filter { $0.key != "regions" })
        #expect(second.mix.outcomes[.refused] == 1)
        #expect(second.arrivals.map(\.nanoseconds) == first.arrivals.map(\.nanoseconds))
    }

    @Test(arguments: [
        (["--rate", "0", "--duration", "5"], "--rate"), (["--rate", "1e9", "--duration", "5"], "--rate"),
        (["--rate", "nan", "--duration", "5"], "--rate"), (["--rate", "5", "--duration", "-1"], "--duration"),
        (["--rate", "5"], "--duration"), (["--duration", "5"], "--rate"),
        (["--rate", "0.1", "--duration", "1"], "no request"),
        (["--rate", "50000", "--duration", "86400"], "persons"),
        (["--rate", "9000", "--duration", "10", "--arrival", "spike"], "--arrival"),
        (["--rate", "5", "--duration", "5", "--reads", "-1"], "--reads"),
        (["--rate", "5", "--duration", "5", "--in-flight", "0"], "--in-flight"),
        (["--rate", "5", "--duration", "5", "--mix", "{"], "--mix"),
        (["--rate", "5", "--duration", "5", "--require", "e2e.p99<soon"], "soon"),
    ])
    func `an impossible plan is refused, naming the word`(_ arguments: [String], _ word: String) async throws {
        // A value that begins with a dash is told apart from an option by the equals sign.
        var joined: [String] = []
        for index in stride(from: 0, to: arguments.count, by: 2) {
            joined.append("\(arguments[index])=\(arguments[index + 1])")
        }
        do {
            _ = try await plan(joined)
            Issue.record("the plan was taken: \(arguments)")
        } catch let fault as LoadFault {
            #expect(fault.description.contains(word), "\(fault)")
        }
    }

    @Test(arguments: [
        (#"{"rates": 5}"#, "rates"), (#"{"rate": "5"}"#, "rate"), (#"{"seed": -1}"#, "seed"),
        (#"{"require": "x"}"#, "require"), (#"{"mix": {"reads": []}}"#, "reads"), ("nonsense", "JSON"),
    ])
    func `a wrong profile is refused, naming the member`(_ profile: String, _ word: String) async throws {
        do {
            _ = try await plan(["--rate", "5", "--duration", "5"], profile: profile)
            Issue.record("the profile was taken")
        } catch let fault as LoadFault {
            #expect(fault.description.contains(word), "\(fault)")
        }
    }

    @Test func `names of runs fit a queue`() throws {
        #expect(try RunName.make("night-1") == "night-1")
        for name in ["", "With Capitals", String(repeating: "a", count: 29), "a/b"] {
            #expect(throws: LoadFault.self) { try RunName.make(name) }
        }
        let made = try RunName.make(nil)
        #expect(try RunName.make(made) == made)
    }
}
