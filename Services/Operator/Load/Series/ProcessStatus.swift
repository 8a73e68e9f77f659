/// What the kernel tells of a process.
/// - Source: proc(5), `/proc/[pid]/stat`.
struct ProcessStatus: Equatable, Sendable {
    /// The process that started it.
    let parent: Int32
    /// Processor time of the process and of its children that have ended and been waited for.
    /// - Units: clock ticks.
    let ticks: UInt64
    /// When it started, in ticks since the machine did: tells it from an earlier process with the same id.
    let startTicks: UInt64

    /// Reads the line; nil when it is another thing.
    init?(_ line: String) {
        // The name stands in parentheses and may itself hold blanks and parentheses.
        guard let close = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: close)...].split(whereSeparator: \.isWhitespace)
        // Field 3 of the manual is the first one here.
        guard fields.count > 19, let parent = Int32(fields[1]), let start = UInt64(fields[19]) else { return nil }
        var ticks: UInt64 = 0
        for field in fields[11...14] {
            guard let part = UInt64(field) else { return nil }
            ticks += part
        }
        self.parent = parent
        self.ticks = ticks
        startTicks = start
    }
}
