import Contracts
import Database
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("Schedules", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ScheduleTests {
    /// Notes what fires; fails as told.
    private struct Clerk: ScheduleHandler {
        /// The keys over which it fails, and how.
        var violating: Set<String> = []
        var breaking: Set<String> = []
        /// Keys to plan again in the same transaction.
        var postponing: Set<String> = []

        func fire(_ due: [DueSchedule], in unit: UnitOfWork) async throws {
            if due.contains(where: { breaking.contains($0.key) }) { throw EffectHandler.Broken() }
            for schedule in due where postponing.contains(schedule.key) {
                unit.schedule(
                    schedule.kind, key: schedule.key, about: schedule.submission, in: schedule.region,
                    at: unit.now.adding(seconds: 3600))
            }
            try await unit.transaction.execute(
                """
                INSERT INTO fired (region, kind, key) SELECT r, k, y FROM unnest(\(due.map(\.region.digits)), \
                \(due.map(\.kind)), \(due.map { violating.contains($0.key) ? nil : $0.key })) AS t (r, k, y)
                """)
        }
    }

    private func plan(
        _ stage: Stage, _ keys: [String], region: String = "3574", in seconds: Int64 = -1, kind: String = "reminder"
    ) async throws {
        let engine = stage.engine()
        let code = try RegionCode(region)
        try await engine.perform { unit in
            for key in keys {
                unit.schedule(kind, key: key, about: .make(), in: code, at: unit.now.adding(seconds: seconds))
            }
        }
        await engine.pool.close()
    }

    private func fired(_ stage: Stage) async throws -> [String] {
        try await stage.database.column("SELECT key FROM fired ORDER BY key", as: String.self)
    }

    private func planned(_ stage: Stage) async throws -> [String] {
        try await stage.database.column("SELECT key FROM schedules ORDER BY key", as: String.self)
    }

    @Test func `what is due fires once, also with two replicas, and the rest waits`() async throws {
        try await withStage { stage in
            let due = (100..<700).map { "due\($0)" }
            try await plan(stage, due)
            try await plan(stage, ["later"], in: 3600)
            let replicas = (0..<2).map { _ in Replica(stage, sources: [ScheduleSource(handler: Clerk())]) }
            try await eventually("all have fired") { try await fired(stage).count >= due.count }
            for replica in replicas { await replica.stop() }
            #expect(try await fired(stage) == due)
            #expect(try await planned(stage) == ["later"])
        }
    }

    @Test func `a plan of the same kind and key is replaced, and a cancelled one never fires`() async throws {
        try await withStage { stage in
            try await plan(stage, ["twice", "cancelled"], in: -10)
            try await plan(stage, ["twice"], in: 3600)
            try await plan(stage, ["twice"], kind: "deadline")
            let engine = stage.engine()
            try await engine.perform { $0.cancel("reminder", key: "cancelled", in: stage.region) }
            let replica = Replica(stage, sources: [ScheduleSource(handler: Clerk())])
            try await eventually("the deadline has fired") { try await fired(stage) == ["twice"] }
            await replica.stop()
            let left = try await stage.database.column("SELECT kind FROM schedules", as: String.self)
            #expect(left == ["reminder"])
            await engine.pool.close()
        }
    }

    @Test(arguments: [true, false])
    func `the one that cannot fire is put off, its region goes on and the others never notice`(
        isDatabaseVerdict: Bool
    ) async throws {
        try await withStage { stage in
            try await plan(stage, ["a1", "bad", "a2"], region: "1101")
            try await plan(stage, ["b1", "b2"], region: "3574")
            let clerk = isDatabaseVerdict ? Clerk(violating: ["bad"]) : Clerk(breaking: ["bad"])
            let replica = Replica(stage, sources: [ScheduleSource(handler: clerk)])
            try await eventually("all others have fired") { try await fired(stage) == ["a1", "a2", "b1", "b2"] }
            try await eventually("the bad one is put off") {
                try await stage.database.scalar(
                    "SELECT due_at > now() + interval '4 min' FROM schedules WHERE key = 'bad'", as: Bool.self) == true
            }
            #expect(try await planned(stage) == ["bad"])
            await replica.stop()
        }
    }

    @Test func `one that may not fire yet is planned again in the same transaction`() async throws {
        try await withStage { stage in
            try await plan(stage, ["soon"])
            let replica = Replica(stage, sources: [ScheduleSource(handler: Clerk(postponing: ["soon"]))])
            try await eventually("it has fired") { try await fired(stage) == ["soon"] }
            try await eventually("it stands there again") {
                try await stage.database.scalar(
                    "SELECT due_at > now() + interval '50 min' FROM schedules", as: Bool.self) == true
            }
            await replica.stop()
            #expect(try await fired(stage) == ["soon"])
        }
    }
}
