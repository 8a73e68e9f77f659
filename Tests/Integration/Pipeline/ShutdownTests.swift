import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Shutting down", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ShutdownTests {
    @Test func `a shutdown finishes the batch, publishes what it said, and hands back the rest`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(), batchLimit: 10)
            let messages = try (0..<200).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.holdingCommits {
                try await stage.send(messages)
                _ = try await stage.committingBackend()
                await replica.beginToStop()
                try await eventually("it hands back what it has not begun") {
                    try await TopologyClient.count(queue: stage.queue, settings: stage.broker).messages >= 190
                }
            }
            await replica.ended()
            let effects = try await stage.effects()
            #expect(!effects.isEmpty)
            #expect(effects.count < messages.count, "the shutdown came in the middle")
            #expect(try await stage.outbox().isEmpty)
            #expect(try await stage.count("events") == effects.count)
            #expect(stage.said.heard.count <= effects.count)
            try await eventually("all of it is said") { stage.said.heard.count == effects.count }
            // What was settled is acknowledged; nothing else is.
            let left = try await TopologyClient.count(queue: stage.queue, settings: stage.broker).messages
            #expect(left == messages.count - effects.count)
            let next = Replica(stage, handler: stage.handler("next"))
            try await stage.expectEffects(of: messages)
            #expect(try await stage.count("repeats") == 0)
            await next.stop()
        }
    }

    @Test func `a unit that fails while the fast path closes does not hang the shutdown`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            try await eventually("it is connected") { replica.engine.publisher.state == .connected }
            let failing = try await stage.holdingCommits {
                // Begun while commits are held, else it may have failed before.
                let failing = Task {
                    try await replica.engine.perform { unit in
                        unit.say(Stage.statement(about: .make(), in: stage.region, to: stage.exchange))
                        try await unit.transaction.execute(
                            """
                            INSERT INTO effects (submission_id, message_id, amount, replica) \
                            VALUES (\(UUID()), 'none', 666, 'none')
                            """)
                    }
                }
                _ = try await stage.committingBackend()
                await replica.beginToStop()
                try await eventually("it takes no more") { replica.loop?.brokerState == .closed }
                return failing
            }
            await #expect(throws: DatabaseError.self) { try await failing.value }
            try await within(.seconds(20), "the end") { await replica.ended() }
            #expect(try await stage.outbox().isEmpty)
        }
    }

    @Test func `without a broker the shutdown is quick and leaves what was said in the outbox`() async throws {
        try await withStage { stage in
            let replica = Replica(stage)
            try await eventually("it is connected") { replica.engine.publisher.state == .connected }
            // The publisher is gone, as with a broker that was stopped.
            await replica.engine.publisher.close()
            let statements = (0..<3).map { _ in
                Stage.statement(about: .make(), in: stage.region, to: stage.exchange)
            }
            for statement in statements { try await replica.engine.perform { $0.say(statement) } }
            let begun = ContinuousClock.now
            await replica.stop()
            #expect(ContinuousClock.now - begun < .seconds(10))
            #expect(try await stage.outbox() == Set(statements.map(\.envelope.id.value)))
            let next = Replica(stage)
            try await stage.said.contain(statements.map(\.envelope.id.value))
            await next.stop()
        }
    }

    @Test func `an outage of the database pauses the consumer, blames nobody, and ends by itself`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let first = try stage.message()
            try await stage.send([first])
            try await stage.expectEffects(of: [first])
            try await stage.database.execute("REVOKE INSERT ON effects FROM \(identifier: stage.name)")
            let messages = try (0..<10).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.send(messages)
            try await eventually("it pauses") { replica.loop?.pausedFor != nil }
            #expect(replica.loop?.idleSince == nil)
            try await stage.database.execute("GRANT INSERT ON effects TO \(identifier: stage.name)")
            try await stage.expectEffects(of: [first] + messages)
            #expect(try await stage.parked().isEmpty)
            try await eventually("it goes on") { replica.loop?.pausedFor == nil && replica.loop?.idleSince != nil }
            await replica.stop()
            try await stage.expectBooksToClose(received: 11)
            try await stage.expectEmptyQueue()
        }
    }
}
