/// The memory of a process that is in use, by whether others may share it.
/// - Units: pages.
/// - Source: proc(5), `/proc/[pid]/statm`.
struct ResidentMemory: Equatable, Sendable {
    /// What only this process has.
    let own: UInt64
    /// Files and shared memory.
    let shared: UInt64

    /// Reads the line; nil when it is another thing.
    init?(_ line: String) {
        let fields = line.split(whereSeparator: \.isWhitespace)
        guard fields.count > 2, let resident = UInt64(fields[1]), let shared = UInt64(fields[2]) else { return nil }
        own = resident - min(resident, shared)
        self.shared = shared
    }

    private init(own: UInt64, shared: UInt64) {
        self.own = own
        self.shared = shared
    }

    /// The memory of a family: its members share the largest shared part, as PostgreSQL's backends do.
    static func family(_ members: [ResidentMemory]) -> ResidentMemory {
        ResidentMemory(
            own: members.reduce(0) { $0 + $1.own }, shared: members.map(\.shared).max() ?? 0)
    }

    /// All of it.
    var pages: UInt64 { own + shared }
}
