import Foundation

/// One line of the table: our rate against the rate of the same work in C or pgbench.
struct BenchRow: Encodable, Sendable {
    let name: String
    /// Ours divided by theirs; for a limit, the limit divided by what was measured.
    let ratio: Double
    /// The ratio that has to be reached.
    let atLeast: Double
    /// The median of ours, in `unit`.
    let ours: Double
    /// The median of theirs, or the limit.
    let theirs: Double
    let unit: String

    /// Whether the goal is reached.
    var isReached: Bool { ratio >= atLeast }

    /// Prints rows.
    /// - Throws: `CommandFailure` that names those that fall short.
    static func judge(_ rows: [BenchRow], json: Bool) throws {
        if json {
            try Terminal.say(json: rows)
        } else {
            Terminal.table(
                ["what", "ours", "theirs", "unit", "ratio", "at least", ""],
                rows.map {
                    [
                        $0.name, figure($0.ours), figure($0.theirs), $0.unit, figure($0.ratio), figure($0.atLeast),
                        $0.isReached ? "ok" : "short",
                    ]
                })
        }
        let short = rows.filter { !$0.isReached }.map(\.name)
        guard short.isEmpty else { throw CommandFailure.fault("short of the goal: \(short.joined(separator: ", "))") }
    }

    /// A figure for people.
    static func figure(_ value: Double) -> String {
        value >= 100 ? String(Int(value.rounded())) : String(format: "%.3f", value)
    }
}
