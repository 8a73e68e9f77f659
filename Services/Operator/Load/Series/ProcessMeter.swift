/// Turns readings of processes into processor use and memory.
struct ProcessMeter: Sendable {
    /// The total processor time of a family at an instant.
    private struct Reading {
        let ticks: UInt64
        let startTicks: UInt64
        let at: ContinuousClock.Instant
    }

    private let table: ProcessTable
    private let familyInterval: Duration
    private var previous: [WatchedProcess: Reading] = [:]
    private var families: [Int32: [Int32]] = [:]
    private var familiesAt: ContinuousClock.Instant?

    /// Makes a meter.
    /// - Parameters:
    ///   - table: where the processes are read.
    ///   - familyInterval: how often the descendants are looked up again, which costs more than the reading.
    init(table: ProcessTable = ProcessTable(), familyInterval: Duration = .seconds(5)) {
        self.table = table
        self.familyInterval = familyInterval
    }

    /// Reads some processes.
    /// - Returns: `cpu.<name>` in percent of one core since the last reading, and `rss.<name>` in bytes; nothing of a
    ///   process that is not there, no `cpu` at its first reading.
    mutating func read(_ processes: [WatchedProcess], at now: ContinuousClock.Instant) -> [String: Double] {
        let ids = Set(processes.map(\.id))
        if familiesAt.map({ now - $0 >= familyInterval }) ?? true || !ids.isSubset(of: families.keys) {
            families = table.families(of: ids)
            familiesAt = now
        }
        var values: [String: Double] = [:]
        for process in processes {
            guard let reading = read(process, at: now, into: &values) else {
                previous[process] = nil
                continue
            }
            if let last = previous[process], last.startTicks == reading.startTicks, reading.at > last.at {
                let seconds = (reading.at - last.at) / .seconds(1)
                // A member may end between being counted itself and by its parent: never below zero.
                let ticks = Double(reading.ticks) - Double(last.ticks)
                values["cpu.\(process.name)"] = max(0, ticks) / ProcessTable.ticksPerSecond / seconds * 100
            }
            previous[process] = reading
        }
        return values
    }

    private func read(
        _ process: WatchedProcess, at now: ContinuousClock.Instant, into values: inout [String: Double]
    ) -> Reading? {
        guard let root = table.status(of: process.id) else { return nil }
        let members = families[process.id] ?? [process.id]
        let others = members.dropFirst().compactMap(table.status)
        let memory = ResidentMemory.family(members.compactMap(table.memory))
        values["rss.\(process.name)"] = Double(memory.pages) * ProcessTable.pageBytes
        let ticks = others.reduce(root.ticks) { $0 + $1.ticks }
        return Reading(ticks: ticks, startTicks: root.startTicks, at: now)
    }
}
