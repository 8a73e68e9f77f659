import ArgumentParser

/// `mpp bench`: what the parts and the whole reach, as ratios within one run.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the clients against C loops, and the whole chain against its peers.",
        subcommands: [ClientBenchCommand.self, ChainBenchCommand.self], defaultSubcommand: ClientBenchCommand.self)
}
