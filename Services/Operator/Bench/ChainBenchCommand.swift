import ArgumentParser
import Foundation

/// `mpp bench chain`: the standard case against everything that the peers' harness has.
struct ChainBenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chain",
        abstract: "Runs the standard case against the peers of a harness, in turn, on one machine.",
        discussion: """
            An application over HTTP, one agency check, two notices to the null channel, one archived record. MPP_PEERS is \
            the folder of the harness (its README says how it works), MPP_CHAIN_PEER the suite as one of its peers. Each \
            round runs every peer once in a closed loop and in open loops of 40 and 200 a second; the medians count. Ends \
            with 1 when a row falls short, or when a run lost or doubled anything. Not measured here: intake alone, growth \
            with a full archive, the drain of a backlog, and several replicas.
            """)

    @Option(help: "Runs of each peer; the median counts.")
    var rounds = 3

    @Option(help: "The peers to compare with, of those that the harness has.")
    var peers = "floor,go,faststream,celery"

    @Flag(help: "Print a list of {name, ratio, atLeast, ours, theirs, unit}.")
    var json = false

    func validate() throws {
        guard (1...99).contains(rounds) else { throw ValidationError("--rounds takes 1 to 99.") }
        guard !peers.isEmpty else { throw ValidationError("--peers takes names, parted by commas.") }
    }

    func run() async throws {
        let environment = OperatorEnvironment()
        let harness = try environment.required("MPP_PEERS", for: "the folder of the peers' harness")
        let own = try environment.required("MPP_CHAIN_PEER", for: "the suite as a peer, docker/bench/chain/peer")
        guard FileManager.default.isExecutableFile(atPath: harness + "/compare.sh") else {
            throw CommandFailure.configuration(
                "\(harness) holds no compare.sh; set MPP_PEERS to the folder of the peers' harness")
        }
        let described = try await Tool.run(own, ["describe", harness + "/harness"])
        let folder = described.trimmingCharacters(in: .whitespacesAndNewlines)
        let results = folder + "/results-\(Int(Date.now.timeIntervalSince1970)).jsonl"
        Terminal.complain("measuring; the results go to \(results)")
        let others = peers.split(separator: ",").map(String.init)
        try await Tool.watch(
            harness + "/compare.sh", others + [folder],
            environment: ["ROUNDS": String(rounds), "RESULTS": results])
        let figures = ChainFigures(runs: try Self.read(results))
        if !json {
            Terminal.table(figures.table.header, figures.table.rows)
            Terminal.say("")
        }
        guard figures.faulty.isEmpty else {
            let names = figures.faulty.map(\.peer).joined(separator: ", ")
            throw CommandFailure.fault("something was lost or doubled in runs of: \(names); see \(results)")
        }
        let missing = figures.missing(of: others, rounds: rounds)
        guard missing.isEmpty else {
            throw CommandFailure.fault(
                "these did not run to the end: \(missing.joined(separator: ", ")); see \(results)")
        }
        try BenchRow.judge(figures.rows, json: json)
    }

    private static func read(_ path: String) throws -> [ChainRun] {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.fault("the harness wrote no results to \(path)")
        }
        let lines = content.split(separator: UInt8(ascii: "\n"))
        do {
            return try lines.map { try JSONDecoder().decode(ChainRun.self, from: Data($0)) }
        } catch {
            throw CommandFailure.fault("a line of \(path) is no result: \(error)")
        }
    }
}
