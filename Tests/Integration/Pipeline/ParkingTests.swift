import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Messages that cannot be applied", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ParkingTests {
    @Test func `a message that cannot be read is parked with the reason, and its neighbours are not touched`()
        async throws
    {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let good = try (0..<10).map { _ in try stage.message() }
            var poison = try stage.message()
            poison.body = Array("{\"amount\": 7, ".utf8)
            var foreign = try stage.message()
            foreign.envelope.type = MessageType(rawValue: "test.unheard-of.v1")
            try await stage.send(Array(good[..<5]) + [poison, foreign] + Array(good[5...]))
            try await stage.expectEffects(of: good)
            try await eventually("both are parked") { try await stage.parked().count == 2 }
            #expect(try await stage.parked() == [poison.id: "unreadable", foreign.id: "unreadable"])
            let body = try #require(
                try await stage.database.scalar(
                    "SELECT body FROM parked WHERE message_id = \(poison.id)", as: [UInt8].self))
            #expect(!String(decoding: body, as: UTF8.self).contains("amount"), "parked in clear")
            // A redelivery finds it parked.
            try await stage.send([poison, foreign])
            let last = try stage.message()
            try await stage.send([last])
            try await stage.expectEffects(of: good + [last])
            await replica.stop()
            #expect(try await stage.parked().count == 2)
            try await stage.expectBooksToClose(received: good.count + 3)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `what is no message of ours is parked too, whatever its id`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let bodies = ["", "not JSON", "\u{0}"]
            let ids: [String?] = [nil, "", "an id with spaces", "NUL \u{0} inside", String(repeating: "x", count: 250)]
            var foreign: [OutboundMessage] = []
            for body in bodies {
                for id in ids {
                    foreign.append(
                        OutboundMessage(
                            exchange: "", routingKey: stage.queue,
                            properties: MessageProperties(messageID: id, headers: [("x", .string("\u{0}"))]),
                            body: Array(body.utf8)))
                }
            }
            let good = try stage.message()
            try await stage.send(foreign)
            try await stage.send([good])
            try await stage.expectEffects(of: [good])
            try await eventually("all are parked") { try await stage.count("parked") >= 6 }
            // Three by their content, where they have no id, and three by their id, under which the first one stands.
            try await stage.send(foreign)
            let last = try stage.message()
            try await stage.send([last])
            try await stage.expectEffects(of: [good, last])
            await replica.stop()
            #expect(try await stage.count("parked") == 6)
            let readable = try await stage.database.column(
                "SELECT coalesce(convert_from(properties, 'UTF8')::jsonb ->> 'messageID', '') FROM parked",
                as: String.self)
            #expect(readable.count == 6, "an operator can list them")
            #expect(replica.loop?.pausedFor == nil)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a message that violates a constraint is parked alone, and the rest of its batch is applied`()
        async throws
    {
        try await withStage { stage in
            let gate = Gate()
            let replica = Replica(stage, handler: stage.handler { _, _ in try await gate.pass() })
            // The first one holds the loop up, so that the others come in one batch.
            let first = try stage.message()
            try await stage.send([first])
            let submission = SubmissionID.make()
            var messages = try (0..<30).map { _ in try stage.message(submission, EffectHandler.Order(says: true)) }
            let violating = try stage.message(EffectHandler.Order(amount: 1000, says: true))
            messages.insert(violating, at: 17)
            try await stage.send(messages)
            gate.open()
            let good = messages.filter { $0.id != violating.id }
            try await stage.isParked(violating.id, "23514")
            try await stage.expectEffects(of: [first] + good)
            // Halves are applied in the order of their arrival.
            #expect(try await stage.effects() == [first.id] + good.map(\.id))
            await replica.stop()
            #expect(try await stage.count("events") == good.count)
            try await stage.expectBooksToClose(received: 32)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `two unrelated messages that fail alone with one code pause the consumer`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let violating = try (0..<2).map { _ in try stage.message(EffectHandler.Order(amount: 1000)) }
            try await stage.send([violating[0]])
            try await stage.isParked(violating[0].id, "23514")
            let good = try stage.message()
            try await stage.send([violating[1]])
            try await eventually("the consumer pauses") { replica.loop?.pausedFor?.contains("23514") == true }
            try await stage.send([good])
            let begun = ContinuousClock.now
            await replica.stop()
            #expect(ContinuousClock.now - begun < .seconds(10), "a pause does not hold up the shutdown")
            #expect(try await stage.parked().count == 1)
            // Nothing is lost and nothing blamed: both are in the queue for the next start.
            #expect(try await TopologyClient.count(queue: stage.queue, settings: stage.broker).messages == 2)
            try await stage.expectBooksToClose(received: 1)
        }
    }

    @Test func `a service's own rejections never pause it`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let refused = try (0..<5).map { _ in try stage.message(EffectHandler.Order(refusal: "unknown-submission")) }
            let good = try stage.message()
            try await stage.send(refused + [good])
            try await stage.expectEffects(of: [good])
            try await eventually("all are parked") { try await stage.parked().count == 5 }
            #expect(try await Set(stage.parked().values) == ["unknown-submission"])
            await replica.stop()
            try await stage.expectBooksToClose(received: 6)
        }
    }

    @Test func `an unreadable message does not overtake what came before it`() async throws {
        try await withStage { stage in
            let gate = Gate()
            let replica = Replica(stage, handler: stage.handler { _, _ in try await gate.pass() })
            let first = try stage.message()
            try await stage.send([first])
            let submission = SubmissionID.make()
            let (before, after) = (try stage.message(submission), try stage.message(submission))
            var poison = try stage.message(submission)
            poison.body = []
            // One batch: the readable ones would be applied after the parking if that came first.
            try await stage.send([before, poison, after])
            gate.open()
            try await stage.isParked(poison.id, "unreadable")
            try await stage.expectEffects(of: [first, before])
            try await eventually("what came after queues behind") {
                try await stage.deferred() == [after.id: "behind-another"]
            }
            await replica.stop()
            try await stage.expectBooksToClose(received: 4)
        }
    }
}
