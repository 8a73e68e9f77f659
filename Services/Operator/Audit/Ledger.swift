import Contracts

/// What the books of all services say in one snapshot: tallies by line and region.
///
/// Lines of the sharded counters bear their service's name in front, such as `intake.accepted`; lines that were counted
/// from rows begin with `rows.`.
struct Ledger: Sendable {
    private var tallies: [String: [String: Tally]] = [:]

    /// The tally of a line in a region; zero where nothing was written.
    subscript(_ line: String, _ region: String) -> Tally {
        get { tallies[line]?[region] ?? Tally() }
        set { tallies[line, default: [:]][region] = newValue }
    }

    /// Every region in any line, in order.
    var regions: [String] { Set(tallies.values.flatMap(\.keys)).sorted() }

    /// What stands between a beginning and an end in the names of lines, in order.
    func names(between prefix: String, and suffix: String) -> [String] {
        tallies.keys.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
            .map { String($0.dropFirst(prefix.count).dropLast(suffix.count)) }.sorted()
    }

    /// Adds lines.
    mutating func add(_ lines: [LedgerLine]) {
        for line in lines { self[line.name, line.region] = self[line.name, line.region] + line.tally }
    }
}
