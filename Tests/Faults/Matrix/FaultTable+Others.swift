import Database
import Foundation
import TestSupport

extension FaultTable {
    /// Disks, clocks, doubles, replicas.
    static let others: [Fault] =
        [
            Fault(
                name: "the disk of the documents is full", isRequired: false, isShort: true,
                obstacle: { _ in Machine.hasOwnMounts ? nil : "no mounts of its own: docker/test makes them for root" },
                inject: { stage in
                    try await SuiteFiles.fill(stage.suite.state + "/documents")
                    try await stage.untilTrouble("507")
                    try await stage.hold(seconds: 3)
                },
                heal: { stage in SuiteFiles.unfill(stage.suite.state + "/documents") })
        ] + [jumpClocks(["verification"], isShort: true)]
        + ["intake", "notification", "archiving", "dukcapil"].map { jumpClocks([$0]) }
        + [flood, replicas]

    /// Moves the clocks of programs two hours ahead and back while they run.
    private static func jumpClocks(_ names: [String], isShort: Bool = false) -> Fault {
        Fault(
            name: "the clock of \(names.joined(separator: ", ")) jumps ± 2 h", isShort: isShort,
            obstacle: { _ in
                FileManager.default.fileExists(atPath: Machine.fakeTime) ? nil : "libfaketime is not installed"
            },
            inject: { stage in
                let timers = try await Machine.honestTimers(in: stage.suite.state)
                for name in names {
                    let file = stage.suite.state + "/clock-\(name)"
                    try write("+0", to: file)
                    try stage.suite.set(
                        [
                            "LD_PRELOAD": "\(timers) \(Machine.fakeTime)", "FAKETIME_TIMESTAMP_FILE": file,
                            "FAKETIME_NO_CACHE": "1",
                            // A jump of the clock leaves the monotonic one alone.
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
                        ], of: name)
                }
                try await stage.suite.restart(names)
                for offset in ["+2h", "-2h", "+0"] {
                    for name in names { try write(offset, to: stage.suite.state + "/clock-\(name)") }
                    try await stage.hold(seconds: 4)
                }
            },
            heal: { stage in
                for name in names {
                    try stage.suite.set(
                        [
                            "LD_PRELOAD": nil, "FAKETIME_TIMESTAMP_FILE": nil, "FAKETIME_NO_CACHE": nil,
                            "FAKETIME_DONT_FAKE_MONOTONIC": nil, "DONT_FAKE_MONOTONIC": nil,
                        ], of: name)
                }
                try await stage.suite.restart(names)
            })
    }

    private static func write(_ text: String, to file: String) throws {
        // In place: the library may have the file open.
        guard FileManager.default.createFile(atPath: file, contents: Data("\(text)\n".utf8)) else {
            throw Unexpected("\(file) cannot be written")
        }
    }

    /// Every message of every queue twice more.
    private static let flood = Fault(
        name: "every message comes three times", isShort: true,
        inject: { stage in
            let readers = ["verification", "notification", "archiving", "dukcapil"]
            for reader in readers { try await stage.suite.local("stop", reader) }
            try await eventually(within: .seconds(60), "messages wait") {
                try await stage.management.depth(of: "verification.events") >= 10
            }
            var copies = 0
            for queue in ["verification.events", "verification.results", "notification.events", "archiving.events"] {
                copies += try await Flood.run(stage, queue: queue)
            }
            guard copies >= 20 else { throw Unexpected("only \(copies) messages could be doubled") }
            try await stage.suite.start(["verification"])
            try await eventually(within: .seconds(60), "questions wait") {
                try await stage.management.depth(of: "agency.dukcapil.identity") >= 5
            }
            copies += try await Flood.run(stage, queue: "agency.dukcapil.identity")
        },
        heal: { stage in try await stage.suite.start(["verification", "notification", "archiving", "dukcapil"]) })

    /// Two of each service, while outboxes hold much that is due.
    private static let replicas = Fault(
        name: "two replicas of each service sweep", isShort: true,
        inject: { stage in
            let sweeps = try await stage.marks().sweeps
            try await Replicas.with(LocalSuite.services, of: stage.suite) {
                for service in LocalSuite.services {
                    _ = try await stage.database.pool.execute(
                        """
                        INSERT INTO \(identifier: service).outbox (message_id, recorded_at, available_at) \
                        SELECT message_id, recorded_at, now() FROM \(identifier: service).events \
                        WHERE recorded_at < now() - interval '5 s' ORDER BY recorded_at DESC LIMIT 200 \
                        ON CONFLICT DO NOTHING
                        """)
                }
                try await stage.hold(seconds: 8)
            }
            guard try await stage.marks().sweeps > sweeps else { throw Unexpected("nothing was swept") }
        })
}
