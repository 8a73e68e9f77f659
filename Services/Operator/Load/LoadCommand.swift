import ArgumentParser
import Contracts
import Foundation

/// `mpp load`: sends applications to a suite in test mode at a planned rate and measures what becomes of them.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Sends load to a suite in test mode and measures it, open loop.",
        subcommands: [Send.self, LoadCapacityCommand.self, LoadCombineCommand.self, LoadCompareCommand.self],
        defaultSubcommand: Send.self)

    /// `mpp load`.
    struct Send: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Sends load at a planned rate; the default.",
            discussion: """
                Every request has an intended start, and its latency counts from there, whether the target keeps up or \
                not. Times of the stages come out of the suite's own events. Ends with 0 when the generator kept its \
                schedule, every requirement holds and the audit is clean, 1 when not or when the run was interrupted, 2 for a wrong plan, 69 when the \
                target does not answer, 78 when it is not in test mode. Ctrl-C ends the run and reports what was \
                measured so far.
                """)

        @OptionGroup var options: LoadOptions

        @Flag(help: "Leave the test data as it is.")
        var keep = false

        @Flag(help: "Print the result as JSON.")
        var json = false

        @Flag(inversion: .prefixedNo, help: "Audit the books of all services after the run.")
        var audit = true

        @Option(help: "The folder for result.json, the histograms and report.html.")
        var out: String?

        @Option(help: "Processes that share the run on this machine.")
        var generators = 1

        @Option(help: "Which of the run's requests this process sends, i/n; all use the same seed, run and start.")
        var share: String?

        @Option(help: "When the run starts, such as 2026-03-17T04:30:00Z; by default as soon as it is prepared.")
        var startAt: String?

        @Option(name: .customLong("run"), help: "The run's name; by default made of the time.")
        var runName: String?

        func validate() throws { _ = try checked() }

        private func checked() throws -> (plan: LoadPlan, id: String) {
            do throws(LoadFault) {
                return try check()
            } catch {
                throw ValidationError(error.description)
            }
        }

        private func check() throws(LoadFault) -> (plan: LoadPlan, id: String) {
            guard (1...64).contains(generators) else {
                throw LoadFault("--generators: \(generators) is not 1 to 64")
            }
            if share != nil, generators > 1 { throw LoadFault("--share and --generators exclude one another") }
            let share = try share.map { (text) throws(LoadFault) in try LoadShare(text) } ?? .whole
            var start: Timestamp?
            if let startAt {
                guard let time = Timestamp(rfc3339: startAt) else {
                    throw LoadFault("--start-at: \(startAt) is not a time such as 2026-03-17T04:30:00Z")
                }
                guard time > .now() else { throw LoadFault("--start-at: \(startAt) is over") }
                start = time
            }
            if share != .whole, options.seed == nil {
                throw LoadFault("--share needs --seed, the same for all generators of the run")
            }
            if share != .whole, start == nil {
                throw LoadFault("--share needs --start-at, the same for all generators")
            }
            return (try options.plan(share: share, startAt: start), try RunName.make(runName))
        }

        func run() async throws {
            let (plan, id) = try checked()
            let environment = OperatorEnvironment()
            let folder = out ?? RunName.folder(id, environment)
            let result: LoadResult
            if generators > 1 {
                result = try await GeneratorFleet(
                    plan: plan, id: id, environment: environment, out: folder, keeps: keep, audits: audit,
                    count: generators
                ).perform()
            } else {
                result = try await LoadRun(
                    plan: plan, id: id, environment: environment, out: folder, keeps: keep, audits: audit
                ).perform().result
            }
            if json { try Terminal.say(json: result) } else { LoadSummary(result).show(folder: folder) }
            try LoadSummary(result).judge()
        }
    }
}
