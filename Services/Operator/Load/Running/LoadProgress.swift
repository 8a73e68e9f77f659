import Foundation

/// How a run goes on, on standard error: one line that is renewed on a terminal, else a line every few seconds.
struct LoadProgress {
    /// Seconds between two lines where they cannot be renewed.
    private static let plainInterval = 10.0

    private let isTerminal: Bool
    private let duration: Double
    private var lastPlain = -Double.infinity
    private var width = 0

    /// Shows a run of so many seconds.
    init(duration: Double, isTerminal: Bool = isatty(STDERR_FILENO) == 1) {
        self.duration = duration
        self.isTerminal = isTerminal
    }

    /// Shows where the run stands.
    mutating func show(_ tally: LoadTally, values: [String: Double], at seconds: Double) {
        if !isTerminal {
            guard seconds - lastPlain >= Self.plainInterval else { return }
            lastPlain = seconds
        }
        write(Self.line(tally, values: values, at: seconds, of: duration), renewing: true)
    }

    /// Shows a remark on a line of its own.
    mutating func say(_ text: String) { write(text, renewing: false) }

    /// The line of a moment.
    static func line(
        _ tally: LoadTally, values: [String: Double], at seconds: Double, of duration: Double
    ) -> String {
        var parts = [
            seconds < 0
                ? "starting in \(Int((-seconds).rounded(.up))) s"
                : "\(Int(seconds)) s of \(Int(duration)) s\(seconds > duration ? ", waiting for the rest" : "")",
            "sent \(tally.sentCount)", "accepted \(tally.acceptedCount)", "finished \(tally.finishedCount)",
            "open \(tally.unfinishedCount)",
        ]
        if let p99 = values["http.p99"] { parts.append("http p99 \(milliseconds(p99))") }
        if let p99 = values["e2e.p99"] { parts.append("e2e p99 \(milliseconds(p99))") }
        let dropped = tally.dropped.values.reduce(0, +)
        for (name, count) in [("failed", tally.failedCount), ("late", tally.late), ("dropped", dropped)] where count > 0
        { parts.append("\(name) \(count)") }
        return parts.joined(separator: "  ")
    }

    private static func milliseconds(_ value: Double) -> String {
        value < 10 ? String(format: "%.1f ms", value) : "\(Int(value.rounded())) ms"
    }

    private mutating func write(_ line: String, renewing: Bool) {
        guard isTerminal else { return Terminal.complain(line) }
        let padded = line + String(repeating: " ", count: max(0, width - line.count))
        width = renewing ? line.count : 0
        FileHandle.standardError.write(Data(("\r" + padded + (renewing ? "" : "\n")).utf8))
    }

    /// Ends the renewed line.
    mutating func end() {
        if isTerminal, width > 0 { FileHandle.standardError.write(Data("\n".utf8)) }
        width = 0
    }
}
