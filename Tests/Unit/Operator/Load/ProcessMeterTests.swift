import Foundation
import TestSupport
import Testing

@testable import OperatorCommands

@Suite("Process meter", .timeLimit(.minutes(1)))
struct ProcessMeterTests {
    /// A line of `/proc/[pid]/stat` with these figures.
    private static func line(parent: Int, ticks: [Int], start: Int, name: String = "beam.smp") -> String {
        "17 (\(name)) S \(parent) 17 17 0 -1 4194304 1 2 3 4 \(ticks.map(String.init).joined(separator: " ")) 20 0 5 0 "
            + "\(start) 999 888 18446744073709551615 1 1 0"  // no NIK
    }

    /// Writes a process into a copy of `/proc`.
    private static func put(
        _ id: Int, in folder: String, parent: Int = 1, ticks: [Int], start: Int = 50, pages: (Int, Int) = (10, 4)
    ) throws {
        let path = "\(folder)/\(id)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(line(parent: parent, ticks: ticks, start: start).utf8).write(to: URL(fileURLWithPath: path + "/stat"))
        try Data("999 \(pages.0) \(pages.1) 1 0 1 0\n".utf8).write(to: URL(fileURLWithPath: path + "/statm"))
    }

    @Test func `a status line is read although the name holds blanks and parentheses`() throws {
        let status = try #require(
            ProcessStatus(Self.line(parent: 4, ticks: [10, 20, 3, 4], start: 777, name: "post) S gres (x")))
        #expect(status.parent == 4)
        #expect(status.ticks == 37)
        #expect(status.startTicks == 777)
        #expect(ProcessStatus("17 (beam") == nil)
        #expect(ProcessStatus("17 (beam) S 1 2") == nil)
    }

    @Test func `memory that a family shares counts once`() throws {
        let members = try [
            #require(ResidentMemory("100 30 20 1 0 1 0")), #require(ResidentMemory("100 45 25 1 0 1 0")),
        ]
        #expect(ResidentMemory.family(members).pages == 10 + 20 + 25)
        #expect(ResidentMemory("100 30") == nil)
    }

    @Test func `processor use is the difference of the whole family between two readings`() async throws {
        try await withTemporaryDirectory { folder in
            let start = ContinuousClock.now
            var meter = ProcessMeter(table: ProcessTable(folder: folder))
            let watched = [WatchedProcess(name: "postgresql", id: 10), WatchedProcess(name: "intake", id: 20)]
            try Self.put(10, in: folder, ticks: [100, 0, 0, 0], pages: (10, 4))
            try Self.put(11, in: folder, parent: 10, ticks: [5, 5, 0, 0], pages: (8, 6))
            try Self.put(12, in: folder, parent: 11, ticks: [1, 0, 0, 0], pages: (3, 1))
            try Self.put(20, in: folder, ticks: [7, 0, 0, 0])
            let first = meter.read(watched, at: start)
            #expect(first["cpu.postgresql"] == nil)
            #expect(first["rss.postgresql"] == Double(6 + 2 + 2 + 6) * ProcessTable.pageBytes)
            #expect(first["rss.intake"] == 10 * ProcessTable.pageBytes)

            try Self.put(10, in: folder, ticks: [110, 0, 0, 0])
            try Self.put(11, in: folder, parent: 10, ticks: [25, 5, 0, 0])
            try Self.put(20, in: folder, ticks: [7, 0, 0, 0])
            let second = meter.read(watched, at: start + .seconds(2))
            #expect(second["cpu.postgresql"] == 30 / ProcessTable.ticksPerSecond / 2 * 100)
            #expect(second["cpu.intake"] == 0)
        }
    }

    @Test func `a member's end loses nothing, as its parent has counted it`() async throws {
        try await withTemporaryDirectory { folder in
            let start = ContinuousClock.now
            var meter = ProcessMeter(table: ProcessTable(folder: folder))
            let watched = [WatchedProcess(name: "postgresql", id: 10)]
            try Self.put(10, in: folder, ticks: [100, 0, 0, 0])
            try Self.put(11, in: folder, parent: 10, ticks: [40, 0, 0, 0])
            _ = meter.read(watched, at: start)
            try FileManager.default.removeItem(atPath: folder + "/11")
            try Self.put(10, in: folder, ticks: [100, 0, 50, 0])
            let values = meter.read(watched, at: start + .seconds(1))
            #expect(values["cpu.postgresql"] == 10 / ProcessTable.ticksPerSecond * 100)
        }
    }

    @Test func `a process that is gone has no values, and a new one with its id no use at first`() async throws {
        try await withTemporaryDirectory { folder in
            let start = ContinuousClock.now
            var meter = ProcessMeter(table: ProcessTable(folder: folder))
            let watched = [WatchedProcess(name: "intake", id: 20)]
            try Self.put(20, in: folder, ticks: [500, 0, 0, 0], start: 1)
            _ = meter.read(watched, at: start)
            try Self.put(20, in: folder, ticks: [3, 0, 0, 0], start: 2)
            #expect(meter.read(watched, at: start + .seconds(1))["cpu.intake"] == nil)
            try FileManager.default.removeItem(atPath: folder + "/20")
            #expect(meter.read(watched, at: start + .seconds(2)).isEmpty)
        }
    }

    @Test func `this process is found in the real table`() throws {
        let own = ProcessInfo.processInfo.processIdentifier
        let table = ProcessTable()
        #expect(try #require(table.status(of: own)).startTicks > 0)
        #expect(try #require(table.memory(of: own)).pages > 100)
        #expect(table.families(of: [own])[own]?.first == own)
    }

    @Test func `a local suite's processes are those whose start is as recorded`() async throws {
        try await withTemporaryDirectory { folder in
            let proc = folder + "/proc"
            try Self.put(20, in: proc, ticks: [1, 0, 0, 0], start: 5)
            try Self.put(30, in: proc, ticks: [1, 0, 0, 0], start: 6)
            try Self.put(40, in: proc, ticks: [1, 0, 0, 0], start: 7)
            for (path, text) in [
                ("run/intake.pid", "20 5\n"), ("run/archiving.pid", "30 999\n"), ("run/mail.pid", "50 1\n"),
                ("servers/postgres.pid", "40 7\n"),
            ] {
                let file = URL(fileURLWithPath: folder + "/state/" + path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let found = LocalSuiteProcesses.find(stateFolder: folder + "/state", table: ProcessTable(folder: proc))
            #expect(found == [WatchedProcess(name: "intake", id: 20), WatchedProcess(name: "postgresql", id: 40)])
            #expect(LocalSuiteProcesses.find(stateFolder: folder + "/nothing").isEmpty)
        }
    }
}
