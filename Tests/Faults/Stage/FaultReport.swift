import Foundation
import TestSupport

/// What became of one fault.
struct FaultRow: Sendable, Codable {
    /// How it ended.
    enum Outcome: String, Sendable, Codable {
        /// Everything held.
        case passed
        /// Something did not hold.
        case failed
        /// The machine cannot make it.
        case notRun = "not run"
    }

    let name: String
    /// Whether a deciding run needs it.
    let isRequired: Bool
    var outcome: Outcome
    /// What did not hold, or why it was not run.
    var reasons: [String] = []
    /// From the fault's end until nothing was on its way for long.
    var recoverySeconds: Double?
    /// The most applications that were accepted and not archived at one time.
    var peakBacklog: Int?
    /// How long the whole took.
    var tookSeconds = 0.0
    /// The applications that were accepted up to then.
    var accepted = 0
    /// Mails that are there twice, all of them listed as possible doubles.
    var doubleMails = 0
}

/// The table of a matrix.
struct FaultReport: Sendable, Codable {
    /// What the random numbers followed from.
    let seed: UInt64
    /// The rows in the order of the faults.
    var rows: [FaultRow] = []

    init(seed: UInt64) { self.seed = seed }

    /// Writes it as Markdown and JSON where the environment says, and prints it.
    func write() throws {
        print(markdown)
        guard let path = TestEnvironment.value("MPP_TEST_FAULT_REPORT") else { return }
        try markdown.write(toFile: path + ".md", atomically: true, encoding: .utf8)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: path + ".json"))
    }

    /// The table for people.
    var markdown: String {
        var lines = [
            "# Fault matrix", "",
            "Seed \(seed). \(count(.passed)) passed, \(count(.failed)) failed, \(count(.notRun)) not run.", "",
            "| fault | required in CI | result | recovery, s | peak backlog | doubles, listed | accepted | took, s |",
            "|---|---|---|---:|---:|---:|---:|---:|",
        ]
        lines += rows.map(Self.line)
        let remarks = rows.filter { !$0.reasons.isEmpty }
        if !remarks.isEmpty { lines.append("") }
        for row in remarks {
            for reason in row.reasons {
                lines.append("- \(row.name): \(row.outcome.rawValue): \(reason.replacing("\n", with: " "))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row for people.
    static func line(_ row: FaultRow) -> String {
        func number(_ value: Double?) -> String { value.map { String(format: "%.1f", $0) } ?? "–" }
        return
            "| \(row.name) | \(row.isRequired ? "yes" : "no") | \(row.outcome.rawValue) | \(number(row.recoverySeconds)) "
            + "| \(row.peakBacklog.map(String.init) ?? "–") | \(row.doubleMails) | \(row.accepted) "
            + "| \(number(row.tookSeconds)) |"
    }

    private func count(_ outcome: FaultRow.Outcome) -> Int { rows.count { $0.outcome == outcome } }
}
