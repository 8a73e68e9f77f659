import ArgumentParser
import Broker
import Database
import Foundation

/// `mpp bench clients`: the clients against C loops on the same libraries and against pgbench, in alternating runs.
struct ClientBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "Measures the broker and database clients against C loops, as ratios.",
        discussion: """
            Each row alternates ours and theirs and compares the medians. MPP_BENCH_LOOPS is the folder of the compiled \
            loops (make -C docker/bench); pgbench comes from Debian's postgresql-15. Ends with 1 when a row falls short.
            """)

    @Flag(help: "Print a list of {name, ratio, atLeast, ours, theirs, unit}.")
    var json = false

    @Option(help: "Runs of each side; the median counts.")
    var rounds = 5

    @Option(help: "Only the rows whose name contains this text.")
    var only: String?

    func validate() throws {
        guard (1...99).contains(rounds) else { throw ValidationError("--rounds takes 1 to 99.") }
    }

    func run() async throws {
        let bench = try ClientBench(environment: OperatorEnvironment(), rounds: rounds)
        var rows: [BenchRow] = []
        for (name, measure) in bench.rows where only.map(name.contains) ?? true {
            Terminal.complain("measuring: \(name)")
            rows.append(try await measure())
        }
        try BenchRow.judge(rows, json: json)
    }
}
