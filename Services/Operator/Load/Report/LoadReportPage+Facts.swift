import Contracts
import Foundation

extension LoadReportPage {
    /// Machine, versions, plan, and how to do it again.
    static func facts(_ result: LoadResult) -> String {
        let run = result.run
        let versions = run.serverVersions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        var rows = [
            ["Repeat it with", "<code>\(HTMLText.escape(run.command))</code>"],
            ["Seed", "<code>\(run.seed)</code>"],
            ["From, to", "\(HTMLText.escape(time(run.startedAt))), \(HTMLText.escape(time(run.endedAt)))"],
            ["Target", HTMLText.escape(run.targetURL)],
            ["Machine", HTMLText.escape(run.machine.sentence)],
            ["Versions", HTMLText.escape((["mpp \(run.toolVersion)"] + versions).joined(separator: ", "))],
            ["Generators", String(run.generators)],
        ]
        if !result.schedule.dropped.isEmpty {
            let reasons = result.schedule.dropped.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            rows.append(["Not sent, by reason", HTMLText.escape(reasons.joined(separator: ", "))])
        }
        if !result.histograms.isEmpty {
            let files = result.histograms.sorted { $0.key < $1.key }.map { name, file in
                "<a href=\"\(HTMLText.escape(file))\">\(HTMLText.escape(name))</a>"
            }
            rows.append(["Histograms (HdrHistogram log)", files.joined(separator: ", ")])
        }
        return HTMLText.table(caption: "The run", header: ["", ""], rows: rows, style: "titled facts")
    }
}

extension RunFacts {
    /// The length of the run.
    var seconds: Double { max(0, Double(endedAt.microseconds - startedAt.microseconds) / 1_000_000) }

    /// The command that does the same again.
    var command: String {
        var words = ["mpp", "load"]
        for (option, value) in plan.sorted(by: { $0.key < $1.key }) where option != "seed" && value != "false" {
            words.append("--\(option)")
            if value != "true" { words.append(Self.quoted(value)) }
        }
        return (words + ["--seed", String(seed)]).joined(separator: " ")
    }

    /// A word for a POSIX shell.
    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-./:,=@%+".contains($0)) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

extension MachineFacts {
    /// The machine in a line.
    var sentence: String {
        let memory = ReportUnit.bytes.text(Double(memoryBytes))
        return "\(cores) cores (\(cpuModel)), \(memory) of memory, \(kernel)"
    }
}
