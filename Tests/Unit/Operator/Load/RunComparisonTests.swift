import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import OperatorCommands

@Suite("Run comparison", .timeLimit(.minutes(1)))
struct RunComparisonTests {
    private static let base = SampleRun.result(seconds: 10)

    private static func figure(_ name: String, in comparison: RunComparison) throws -> ComparedFigure {
        try #require(comparison.figures.first { $0.name == name })
    }

    @Test func `a run compared with itself differs in nothing`() {
        let comparison = RunComparison(Self.base, Self.base)
        #expect(comparison.obstacles.isEmpty)
        #expect(comparison.remarks.isEmpty)
        #expect(comparison.figures.count > 40)
        #expect(comparison.figures.allSatisfy { $0.first == $0.second && !$0.isWorse(tolerance: 0) })
    }

    @Test func `every figure has a name of its own, a stage and a kind of request that share one too`() {
        var result = Self.base
        result.stages[0].name = "submit"
        let names = RunFigures(result).all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.contains("submit.p99") && names.contains("http.submit.p99"))
    }

    @Test func `another plan or machine is named`() {
        var other = Self.base
        other.run.plan["rate"] = "200"
        other.run.plan["output"] = "elsewhere"
        other.run.machine.cores = 8
        other.run.machine.memoryBytes *= 2
        #expect(
            RunComparison(Self.base, other).obstacles == [
                "--rate: 100 and 200", "cores: 2 and 8", "memory: 23.3 GiB and 46.6 GiB",
            ])
    }

    @Test func `runs that are not whole or not on time are no measure`() {
        var other = Self.base
        other.run.interrupted = true
        other.schedule.keptSchedule = false
        #expect(
            RunComparison(other, Self.base).obstacles == [
                "the first run was interrupted", "the generator of the first run did not keep its schedule",
            ])
    }

    @Test func `other versions and seeds are only remarked`() {
        var other = Self.base
        other.run.seed = 7
        other.run.serverVersions["rabbitmq"] = "4.1.0"
        other.run.machine.memoryBytes += 1_000_000
        let comparison = RunComparison(Self.base, other)
        #expect(comparison.obstacles.isEmpty)
        #expect(comparison.remarks == ["seed: \(Self.base.run.seed) and 7", "rabbitmq: 3.10.8 and 4.1.0"])
    }

    @Test func `worse means slower, less or costlier by more than the tolerance`() throws {
        var other = Self.base
        let whole = try #require(other.stages.firstIndex { $0.name == "whole" })
        other.stages[whole].latency.p99Ms *= 1.2
        other.stages[whole].latency.maxMs *= 9
        other.outcomes["issued"] = 10
        let comparison = RunComparison(Self.base, other)
        let slower = try Self.figure("whole.p99", in: comparison)
        #expect(abs(try #require(slower.ratio) - 1.2) < 1e-9)
        #expect(slower.isWorse(tolerance: 0.1))
        #expect(!slower.isWorse(tolerance: 0.25))
        #expect(try Self.figure("finished", in: comparison).isWorse(tolerance: 0.5))
        #expect(!(try Self.figure("whole.max", in: comparison)).isWorse(tolerance: 0))
        let back = RunComparison(other, Self.base)
        #expect(!(try Self.figure("whole.p99", in: back)).isWorse(tolerance: 0))
    }

    @Test func `from none to some is worse, although there is no ratio`() throws {
        var other = Self.base
        other.outcomes["unfinished"] = 1
        let figure = try Self.figure("unfinished", in: RunComparison(Self.base, other))
        #expect(figure.ratio == nil)
        #expect(figure.isWorse(tolerance: 0.1))
    }

    @Test func `a figure that only one run has is shown and not judged`() throws {
        var other = Self.base
        other.stages.removeAll { $0.name == "archive" }
        let figure = try Self.figure("archive.p99", in: RunComparison(Self.base, other))
        #expect(figure.second == nil)
        #expect(!figure.isWorse(tolerance: 0))
    }

    @Test func `the command refuses, judges and lets pass`() async throws {
        try await withTemporaryDirectory { folder in
            var worse = Self.base
            let whole = try #require(worse.stages.firstIndex { $0.name == "whole" })
            worse.stages[whole].latency.p99Ms *= 1.2
            var other = Self.base
            other.run.machine.cores = 64
            for (name, result) in [("a", Self.base), ("b", worse), ("c", other)] {
                let path = folder + "/" + name
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                try JSONEncoder().encode(result).write(to: URL(fileURLWithPath: path + "/result.json"))
            }
            func compare(_ arguments: String...) throws {
                try LoadCompareCommand.parse(arguments).run()
            }
            try compare(folder + "/a", folder + "/b/result.json", "--figure", "whole.p99")
            try compare(folder + "/a", folder + "/b", "--tolerance", "25%", "--json")
            try compare(folder + "/a", folder + "/c", "--anyway", "--figure", "whole.p99")
            #expect(throws: OperatorCommands.CommandFailure.self) {
                try compare(folder + "/a", folder + "/b", "--tolerance", "10%")
            }
            #expect(throws: OperatorCommands.CommandFailure.self) { try compare(folder + "/a", folder + "/c") }
            #expect(throws: OperatorCommands.CommandFailure.self) { try compare(folder + "/a", folder + "/d") }
            #expect(throws: (any Error).self) { try compare(folder + "/a", folder + "/b", "--figure", "nothing") }
        }
    }

    @Test(arguments: [("10%", 0.1), ("0.25", 0.25), ("0", 0), ("1000%", 10)] as [(String, Double)])
    func `a tolerance is a share or percent`(text: String, share: Double) {
        #expect(Tolerance(argument: text)?.share == share)
    }

    @Test(arguments: ["", "%", "ten", "-1%", "1001%", "nan", "10 percent"])
    func `another tolerance is refused`(text: String) {
        #expect(Tolerance(argument: text) == nil)
    }
}
