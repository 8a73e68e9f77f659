import ArgumentParser

/// `mpp load combine`: one result out of the parts of a run that generators on several machines have shared.
struct LoadCombineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "combine", abstract: "Puts the parts of a shared run together.",
        discussion: """
            Each generator was started with --share i/n and the same --seed, --run, --start-at and plan, and has left \
            its part in its folder. Ends as mpp load does.
            """)

    @Argument(help: "The folders of the generators.")
    var folders: [String]

    @Option(help: "The folder for the whole run's result, histograms and report.")
    var out: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let parts = try folders.map { try GeneratorPart(folder: $0) }
        let result = try CombinedFolder(path: out).write(try GeneratorPart.combine(parts), from: folders)
        if json { try Terminal.say(json: result) } else { LoadSummary(result).show(folder: out) }
        try LoadSummary(result).judge()
    }
}
