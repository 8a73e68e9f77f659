import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Messages with numbers", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct OrderingTests {
    @Test func `a message ahead of a gap waits in its table until its predecessor has come`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: true))
            let submission = SubmissionID.make()
            let stream = try stage.stream(submission, 1...4)
            let other = try stage.message(sequence: 1)
            try await stage.send([stream[0], stream[2], stream[3], other])
            try await stage.expectEffects(of: [stream[0], other])
            try await eventually("two wait") { try await stage.deferred().count == 2 }
            #expect(
                try await stage.deferred()
                    == [stream[2].id: "awaiting-predecessor", stream[3].id: "awaiting-predecessor"])
            try await stage.expectBooksToClose(received: 4)
            // A redelivery of what waits is acknowledged and changes nothing.
            try await stage.send([stream[2]])
            try await stage.send([stream[1]])
            try await stage.expectEffects(of: stream + [other])
            #expect(try await stage.effects().filter { $0 != other.id } == stream.map(\.id))
            try await eventually("nothing waits any more") { try await stage.deferred().isEmpty }
            await replica.stop()
            try await stage.expectBooksToClose(received: 5)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a stream that arrives backwards, one by one, comes out in order`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: true), batchLimit: 1)
            let stream = try stage.stream(.make(), 1...5)
            for message in stream.reversed() { try await stage.send([message]) }
            try await stage.expectEffects(of: stream)
            #expect(try await stage.effects() == stream.map(\.id))
            await replica.stop()
            try await stage.expectBooksToClose(received: 5)
        }
    }

    @Test func `sources that are not ordered never wait`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: false))
            let stream = try stage.stream(.make(), 3...5)
            try await stage.send(stream)
            try await stage.expectEffects(of: stream)
            #expect(try await stage.count("positions") == 0)
            await replica.stop()
        }
    }

    @Test func `repeats of what was done mend a position that was never kept`() async throws {
        try await withStage { stage in
            let submission = SubmissionID.make()
            let stream = try stage.stream(submission, 1...3)
            let before = Replica(stage, handler: stage.handler(ordered: false))
            try await stage.send(Array(stream[..<2]))
            try await stage.expectEffects(of: Array(stream[..<2]))
            await before.stop()
            // From here on the source is ordered, and the third message is ahead of a gap that is none.
            let after = Replica(stage, handler: stage.handler(ordered: true))
            try await stage.send([stream[2]])
            try await eventually("it waits") { try await stage.deferred().count == 1 }
            try await stage.send(Array(stream[..<2]))
            try await stage.expectEffects(of: stream)
            await after.stop()
            try await stage.expectBooksToClose(received: 3)
        }
    }

    @Test func `a deferred message that breaks the program holds up nobody else`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: true))
            let (bad, good) = (SubmissionID.make(), SubmissionID.make())
            let broken = try stage.message(bad, sequence: 2, EffectHandler.Order(breaks: true))
            let fine = try stage.stream(good, 1...2)
            try await stage.send([broken])
            try await eventually("the broken one waits") { try await stage.deferred().count == 1 }
            let first = try stage.message(bad, sequence: 1)
            try await stage.send([first])
            try await stage.expectEffects(of: [first])
            try await eventually("it was tried") {
                try await stage.database.scalar("SELECT tries FROM deferred WHERE reason <> ''", as: Int32.self) ?? 0
                    > 0
            }
            try await stage.send([fine[1]])
            try await eventually("both wait") { try await stage.deferred().count == 2 }
            try await stage.send([fine[0]])
            try await stage.expectEffects(of: [first] + fine)
            #expect(try await stage.deferred().keys.sorted() == [broken.id])
            await replica.stop()
        }
    }

    @Test func `an old message of a submission that waits is a repeat, not a newcomer`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let submission = SubmissionID.make()
            let done = try stage.message(submission)
            try await stage.send([done])
            try await stage.expectEffects(of: [done])
            let refused = try stage.message(submission, EffectHandler.Order(refusal: "not-here"))
            try await stage.send([refused])
            try await stage.isParked(refused.id, "not-here")
            try await stage.send([done])
            try await eventually("the repeat is seen") { try await stage.count("repeats") == 1 }
            #expect(try await stage.deferred().isEmpty)
            await replica.stop()
            try await stage.expectBooksToClose(received: 2)
        }
    }

    @Test func `two deferred messages that fail alone with one code are not both blamed`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(ordered: true))
            let submissions = [SubmissionID.make(), SubmissionID.make()]
            let violating = try submissions.map {
                try stage.message($0, sequence: 2, EffectHandler.Order(amount: 1000))
            }
            try await stage.send(violating)
            try await eventually("both wait") { try await stage.deferred().count == 2 }
            let first = try submissions.map { try stage.message($0, sequence: 1) }
            try await stage.send(first)
            try await stage.expectEffects(of: first)
            try await eventually("one is parked, the other was tried") {
                let tries = try await stage.database.scalar("SELECT max(tries) FROM deferred", as: Int32.self) ?? 0
                return try await stage.parked().count == 1 && tries > 1
            }
            #expect(try await stage.deferred().count == 1)
            try await stage.database.execute("ALTER TABLE effects DROP CONSTRAINT effects_amount")
            try await stage.makeDeferredDue()
            try await eventually("the other one is done") { try await stage.effects().count == 3 }
            await replica.stop()
            try await stage.expectBooksToClose(received: 4)
        }
    }
}
