import Contracts
import Database
import NIOHTTP1
import TestSupport

extension FaultTable {
    /// The queues that messages can be lost from, with who reads each.
    private static let queues = [
        (name: "verification.events", reader: "verification"), (name: "verification.results", reader: "verification"),
        (name: "notification.events", reader: "notification"), (name: "archiving.events", reader: "archiving"),
        (name: "intake.events", reader: "intake"), (name: "agency.dukcapil.identity", reader: "dukcapil"),
    ]

    /// What happens to the broker without any message being lost.
    static let broker: [Fault] = [
        Fault(
            name: "RabbitMQ restarts", isShort: true,
            inject: { stage in try await stage.suite.server("restart", "rabbitmq") }),
        Fault(
            name: "RabbitMQ is killed", isShort: true,
            inject: { stage in
                try await stage.suite.server("kill", "rabbitmq")
                try await stage.hold(seconds: 3)
            },
            heal: { stage in try await stage.suite.server("start", "rabbitmq") }),
        Fault(
            name: "RabbitMQ has a memory alarm", isShort: true,
            inject: { stage in
                try await stage.management.control("set_vm_memory_high_watermark", "absolute", "1MB")
                try await stage.hold(seconds: 10)
            },
            heal: { stage in try await stage.management.control("set_vm_memory_high_watermark", "0.4") }),
        Fault(
            name: "RabbitMQ closes all connections", isShort: true,
            inject: { stage in
                for _ in 0..<3 {
                    try await stage.holdAtRandom()
                    try await stage.management.control("close_all_connections", "the matrix closes them")
                }
            }),
        Fault(
            name: "an agency's queue is full", isShort: true,
            inject: { stage in
                try await stage.suite.local("stop", "dukcapil")
                var definition = try await stage.management.send(.GET, "/policies/mpp/mpp-agencies")["definition"]?
                    .object
                definition?["max-length"] = 3
                try await stage.management.send(
                    .PUT, "/policies/mpp/fault-full",
                    [
                        "pattern": "^agency\\.dukcapil\\.identity$", "apply-to": "queues", "priority": 20,
                        "definition": .object(definition ?? [:]),
                    ])
                try await eventually(within: .seconds(60), "questions are refused") {
                    try await stage.database.count("SELECT count(*) FROM verification.outbox WHERE tries > 0") > 5
                }
            },
            heal: { stage in
                try await stage.management.send(.DELETE, "/policies/mpp/fault-full")
                try await stage.suite.start(["dukcapil"])
            }),
    ]

    /// What the broker loses messages by; only a nudge can bring them back.
    static let losses: [Fault] =
        [purge(queues, isShort: true), delete(queues.map(\.name), isShort: true)]
        + queues.map { purge([$0]) } + queues.map { delete([$0.name]) }

    /// Purges queues while nobody reads them, so that there is something to lose.
    private static func purge(_ queues: [(name: String, reader: String)], isShort: Bool = false) -> Fault {
        Fault(
            name: queues.count == 1 ? "\(queues[0].name) is purged" : "all queues are purged", isShort: isShort,
            // A reader that is killed in the middle of its work leaves more behind than one that drains.
            allows: [.nudges, .doubleMails],
            inject: { stage in
                // Intake goes last: without it nothing comes.
                let readers = Set(queues.map(\.reader)).subtracting(["intake"]).sorted()
                for reader in readers { try await stage.suite.local("kill", reader) }
                try await eventually(within: .seconds(60), "messages wait in \(queues[0].name)") {
                    try await stage.management.depth(of: queues[0].name) > 0
                }
                if queues.contains(where: { $0.reader == "intake" }) { try await stage.suite.local("kill", "intake") }
                for queue in queues { try await stage.management.purge(queue.name) }
            },
            heal: { stage in try await stage.suite.start(Set(queues.map(\.reader)).sorted()) },
            verify: needed)
    }

    /// Deletes queues under their readers, and has the operator declare them again.
    private static func delete(_ queues: [String], isShort: Bool = false) -> Fault {
        Fault(
            name: queues.count == 1 ? "\(queues[0]) is deleted" : "all queues are deleted", isShort: isShort,
            allows: [.nudges, .unrouted],
            inject: { stage in
                for queue in queues { try await stage.management.delete(queue) }
                try await stage.hold(seconds: 3)
            },
            heal: { stage in try await stage.suite.local("mpp", "setup") })
    }

    /// Nothing but nudges can have brought on what was lost, so there were some.
    private static let needed: @Sendable (FaultStage) async throws -> Void = { stage in
        let last = try await stage.database.count(
            "SELECT count(*) FROM observer.nudges WHERE at > now() - interval '2 min'")
        guard last > 0 else { throw Unexpected("nothing was nudged, so nothing was lost") }
    }
}
