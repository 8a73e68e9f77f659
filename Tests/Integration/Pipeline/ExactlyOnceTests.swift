import Broker
import Contracts
import Database
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite(
    "Each message has its effect exactly once", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ExactlyOnceTests {
    @Test func `messages have their effects, say what they say, and leave the queue`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let messages = try (0..<500).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.send(messages)
            try await stage.expectEffects(of: messages)
            try await stage.outboxIsEmpty()
            try await eventually("all is said") { stage.said.heard.count >= messages.count }
            #expect(Set(stage.said.ids).count == messages.count)
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            await replica.stop()
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a flood of duplicates changes nothing, within a batch and across batches`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler(), batchLimit: 50)
            let messages = try (0..<40).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            for _ in 0..<10 { try await stage.send(messages.shuffled() + messages) }
            let last = try stage.message()
            try await stage.send([last])
            try await stage.expectEffects(of: messages + [last])
            await replica.stop()
            try await stage.expectEffects(of: messages + [last])
            try await stage.outboxIsEmpty()
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count + 1)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a process that dies before its commit leaves the messages to the next one`() async throws {
        try await withStage { stage in
            let (reached, never) = (Gate(), Gate())
            let first = Replica(
                stage,
                handler: stage.handler("first") { _, _ in
                    reached.open()
                    try await never.pass()
                })
            let messages = try (0..<20).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.send(messages)
            try await reached.pass()
            first.beginToDie()
            // Its transaction ends with the server's side of the connection, as at a kill.
            try await stage.database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = \(stage.name)")
            never.open()
            await first.ended()
            #expect(try await stage.effects().isEmpty)
            let second = Replica(stage, handler: stage.handler("second"))
            try await stage.expectEffects(of: messages)
            try await stage.outboxIsEmpty()
            await second.stop()
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a process that dies between its commit and its acknowledgement leaves repeats that change nothing`()
        async throws
    {
        try await withStage { stage in
            let messages = try (0..<20).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            let first = Replica(stage, handler: stage.handler("first"))
            try await stage.holdingCommits {
                try await stage.send(messages)
                _ = try await stage.committingBackend()
                // The commit is under way and cannot be taken back; the acknowledgement will not get out any more.
                first.beginToDie()
                try await eventually("the consumer is gone") {
                    try await TopologyClient.count(queue: stage.queue, settings: stage.broker).consumers == 0
                }
            }
            await first.ended()
            #expect(try await !stage.effects().isEmpty)
            let second = Replica(stage, handler: stage.handler("second"))
            // The first batch may hold only some of the messages: its repeats and the rest both have to come through.
            try await eventually("the repeats are seen") { try await stage.count("repeats") > 0 }
            try await stage.expectEffects(of: messages)
            await second.stop()
            try await stage.expectEffects(of: messages)
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a backend terminated in the middle costs nothing but a second try`() async throws {
        try await withStage { stage in
            let terminations = Atomic(0)
            let replica = Replica(
                stage,
                handler: stage.handler { _, unit in
                    guard terminations.add(1, ordering: .relaxed).oldValue < 3 else { return }
                    let backend = try await unit.transaction.scalar("SELECT pg_backend_pid()", as: Int32.self)
                    try await stage.terminate(try #require(backend))
                })
            let messages = try (0..<50).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.send(messages)
            try await stage.expectEffects(of: messages)
            try await stage.outboxIsEmpty()
            #expect(terminations.load(ordering: .relaxed) > 3)
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            await replica.stop()
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a backend terminated during the commit leaves it unknown, and the guard decides`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let messages = try (0..<50).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.holdingCommits {
                try await stage.send(messages)
                let first = try await stage.committingBackend()
                try await stage.terminate(first)
                // It tries again with another backend, and hangs there.
                try await eventually("it tries again") { try await stage.committingBackend() != first }
            }
            try await stage.expectEffects(of: messages)
            await replica.stop()
            try await stage.expectEffects(of: messages)
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a conflict runs the whole unit again, and what it says goes out once`() async throws {
        try await withStage { stage in
            let attempts = Atomic(0)
            let replica = Replica(
                stage,
                handler: stage.handler { _, unit in
                    // More often than one call of the engine tries by itself.
                    guard attempts.add(1, ordering: .relaxed).oldValue < 6 else { return }
                    try await unit.transaction.execute(
                        "DO $$ BEGIN RAISE EXCEPTION 'lost a race' USING ERRCODE = 'serialization_failure'; END $$")
                })
            let messages = try (0..<5).map { _ in try stage.message(EffectHandler.Order(says: true)) }
            try await stage.send(messages)
            try await stage.expectEffects(of: messages)
            try await stage.outboxIsEmpty()
            try await eventually("all is said") { stage.said.heard.count >= messages.count }
            #expect(stage.said.heard.count == messages.count)
            #expect(replica.loop?.pausedFor == nil)
            await replica.stop()
        }
    }

    @Test func `a message without a native message id is known by the envelope's`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let messages = try (0..<5).map { _ in try stage.message() }
            try await stage.send(
                (messages + messages).map { message in
                    var properties = MessageProperties(message.envelope.wire)
                    properties.messageID = nil
                    return OutboundMessage(
                        exchange: "", routingKey: stage.queue, properties: properties, body: message.body)
                })
            try await stage.expectEffects(of: messages)
            await replica.stop()
            try await stage.expectEffects(of: messages)
        }
    }
}
