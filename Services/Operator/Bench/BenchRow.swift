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
}
