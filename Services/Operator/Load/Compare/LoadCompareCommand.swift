import ArgumentParser
import Foundation

/// `mpp load compare`: two runs side by side.
struct LoadCompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compares two runs of mpp load.",
        discussion: """
            Prints each figure of both runs and the second divided by the first. Runs of another plan or on another \
            machine, interrupted ones, and ones that did not keep their schedule are not compared. Ends with 1 when \
            they cannot be compared, and with --tolerance when the second run is worse by more than that.
            """)

    @Argument(help: "The run to compare with: its folder or its result.json.")
    var first: String

    @Argument(help: "The run in question: its folder or its result.json.")
    var second: String

    @Option(help: "How much worse a figure may be, as 10% or 0.1; more ends with 1.")
    var tolerance: Tolerance?

    @Option(name: .customLong("figure"), help: "Only figures whose name begins with this, such as whole.p99.")
    var prefixes: [String] = []

    @Flag(help: "Compare runs that cannot be compared fairly; what differs is said all the same.")
    var anyway = false

    @Flag(help: "Print {comparable, obstacles, remarks, figures: [{name, first, second, ratio, worse}]}.")
    var json = false

    func run() throws {
        let comparison = RunComparison(try ResultFile.read(first), try ResultFile.read(second))
        let figures = comparison.figures.filter { figure in
            prefixes.isEmpty || prefixes.contains(where: figure.name.hasPrefix)
        }
        guard !figures.isEmpty else {
            throw ValidationError("no figure's name begins with \(prefixes.joined(separator: " or "))")
        }
        let refusal = "these runs cannot be compared: \(comparison.obstacles.joined(separator: "; "))"
        if !comparison.obstacles.isEmpty, !anyway {
            if json { try say(comparison, []) }
            throw CommandFailure.fault(refusal + ". To compare them all the same: --anyway")
        }
        if json {
            try say(comparison, figures)
        } else {
            if !comparison.obstacles.isEmpty { Terminal.complain("warning: " + refusal) }
            for remark in comparison.remarks { Terminal.complain("note: " + remark) }
            table(figures)
        }
        guard let limit = tolerance?.share else { return }
        let worse = figures.filter { $0.isWorse(tolerance: limit) }.map { figure in
            "\(figure.name) \(figure.ratio.map(Self.ratio) ?? "from 0")"
        }
        guard worse.isEmpty else {
            throw CommandFailure.fault("worse by more than the tolerance: \(worse.joined(separator: ", "))")
        }
    }

    private func table(_ figures: [ComparedFigure]) {
        Terminal.table(
            ["figure", "first", "second", "ratio", ""],
            figures.map { figure in
                [
                    figure.name, figure.first.map(figure.unit.text) ?? "–", figure.second.map(figure.unit.text) ?? "–",
                    figure.ratio.map(Self.ratio) ?? "–",
                    figure.isWorse(tolerance: tolerance?.share ?? .infinity) ? "worse" : "",
                ]
            })
    }

    private func say(_ comparison: RunComparison, _ figures: [ComparedFigure]) throws {
        try Terminal.say(
            json: ComparisonOutput(
                comparable: comparison.obstacles.isEmpty, obstacles: comparison.obstacles, remarks: comparison.remarks,
                figures: figures.map { figure in
                    .init(
                        name: figure.name, first: figure.first, second: figure.second, ratio: figure.ratio,
                        worse: tolerance.map { figure.isWorse(tolerance: $0.share) })
                }))
    }

    private static func ratio(_ value: Double) -> String { String(format: "%.3f×", value) }
}
