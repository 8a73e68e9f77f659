import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Parked messages, replayed and discarded", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ReplayTests {
    /// Parks the first of four messages of a submission with a constraint's help, and lets the others queue behind.
    private func parkFirst(
        _ stage: Stage, ordered: Bool
    ) async throws -> (parked: Stage.Message, behind: [Stage.Message]) {
        let submission = SubmissionID.make()
        let parked = try stage.message(submission, sequence: 1, EffectHandler.Order(amount: 1000))
        let behind = try stage.stream(submission, 2...4)
        try await stage.send([parked])
        try await stage.isParked(parked.id, "23514")
        try await stage.send(behind)
        try await eventually("three queue behind") { try await stage.deferred().count == 3 }
        #expect(try await Set(stage.deferred().values) == ["behind-another"])
        // Their redelivery, and that of the parked one, is only acknowledged.
        try await stage.send(behind + [parked])
        let other = try stage.message(sequence: 1)
        try await stage.send([other])
        try await stage.expectEffects(of: [other])
        try await stage.expectBooksToClose(received: 5)
        try await stage.database.execute("DELETE FROM effects; ")
        return (parked, behind)
    }

    private func allowAnything(_ stage: Stage) async throws {
        try await stage.database.execute("ALTER TABLE effects DROP CONSTRAINT effects_amount")
    }

    @Test(arguments: [true, false])
    func `what queues behind a parked message runs after its replay, in order`(ordered: Bool) async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: ordered))
            let (parked, behind) = try await parkFirst(stage, ordered: ordered)
            try await allowAnything(stage)
            let moved = try await ParkedMessages.replay([parked.id], of: stage.queue, on: stage.database)
            #expect(moved == 1)
            try await stage.expectEffects(of: [parked] + behind)
            #expect(try await stage.effects() == ([parked] + behind).map(\.id))
            try await eventually("nothing waits any more") { try await stage.deferred().isEmpty }
            await replica.stop()
            #expect(try await stage.counted("received") == stage.counted("done"))
        }
    }

    @Test(arguments: [true, false])
    func `what queues behind a parked message runs after its discard`(ordered: Bool) async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: ordered))
            let (parked, behind) = try await parkFirst(stage, ordered: ordered)
            let discarded = try await ParkedMessages.discard([parked.id], of: stage.queue, on: stage.database)
            #expect(discarded == 1)
            try await stage.expectEffects(of: behind)
            #expect(try await stage.effects() == behind.map(\.id))
            // A repeat of it changes nothing, and the stream goes on.
            let next = try stage.message(parked.envelope.subject, sequence: 5)
            try await stage.send([parked, next])
            try await stage.expectEffects(of: behind + [next])
            await replica.stop()
            #expect(try await stage.parked().isEmpty)
            #expect(try await stage.counted("discarded") == 1)
            #expect(try await stage.counted("received") == stage.counted("done"))
        }
    }

    @Test func `a replay that fails again is parked again, and still holds its place`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let (parked, behind) = try await parkFirst(stage, ordered: false)
            try await ParkedMessages.replay([parked.id], of: stage.queue, on: stage.database)
            try await eventually("it is parked again") { try await stage.parked() == [parked.id: "23514"] }
            let replays = try await stage.database.scalar("SELECT replays FROM parked", as: Int32.self)
            #expect(replays == 1)
            try await stage.makeDeferredDue()
            try await eventually("those behind were looked at") {
                try await stage.database.scalar("SELECT min(tries) FROM deferred", as: Int32.self) ?? 0 > 0
            }
            #expect(try await stage.effects().isEmpty)
            try await allowAnything(stage)
            try await ParkedMessages.replay(nil, on: stage.database)
            try await stage.expectEffects(of: [parked] + behind)
            #expect(try await stage.effects() == ([parked] + behind).map(\.id))
            await replica.stop()
        }
    }

    @Test func `an unreadable message ahead of its predecessor does not lock both up`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: true))
            let submission = SubmissionID.make()
            var third = try stage.message(submission, sequence: 3)
            third.body = Array("{".utf8)
            let (first, second) = (
                try stage.message(submission, sequence: 1), try stage.message(submission, sequence: 2)
            )
            let fourth = try stage.message(submission, sequence: 4)
            try await stage.send([third])
            try await stage.isParked(third.id, "unreadable")
            try await stage.send([first, second, fourth])
            try await eventually("they queue behind") { try await stage.deferred().count == 3 }
            try await ParkedMessages.discard([third.id], of: stage.queue, on: stage.database)
            try await stage.expectEffects(of: [first, second, fourth])
            #expect(try await stage.effects() == [first, second, fourth].map(\.id))
            try await eventually("nothing waits any more") { try await stage.deferred().isEmpty }
            await replica.stop()
            #expect(try await stage.counted("received") == stage.counted("done"))
        }
    }

    @Test func `a message parked without its body can be discarded, not replayed`() async throws {
        try await withStage { stage in
            try await stage.database.execute(
                """
                INSERT INTO parked (consumer, message_id, reason, detail, exchange, routing_key, properties) \
                VALUES (\(stage.queue), 'bare', 'rejected', '', '', '', '')
                """)
            #expect(try await ParkedMessages.replay(["bare"], of: stage.queue, on: stage.database) == 0)
            #expect(try await stage.count("parked") == 1)
            #expect(try await ParkedMessages.discard(["bare"], of: stage.queue, on: stage.database) == 1)
            #expect(try await stage.count("parked") + stage.count("deferred") == 0)
        }
    }
}
