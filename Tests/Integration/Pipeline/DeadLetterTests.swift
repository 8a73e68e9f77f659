import Broker
import Contracts
import Database
import Foundation
import Pipeline
import ServiceLifecycleTestKit
import TestSupport
import Testing

@Suite("Dead letters of a service", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct DeadLetterTests {
    /// Runs the body with a loop over a queue of dead letters, and an engine of its own.
    private func withLoop(_ stage: Stage, _ body: (String, Engine) async throws -> Void) async throws {
        let queue = stage.name + ".dead"
        try await TopologyClient.declare(Topology(queues: [Topology.Queue(name: queue)]), settings: stage.broker)
        let engine = stage.engine()
        let loop = DeadLetterLoop.ofService(
            engine, consumer: BrokerConsumer(settings: stage.broker, queue: queue, logger: .silent))
        let shutdown = ShutdownSwitch()
        let running = Task {
            await testGracefulShutdown { trigger in
                shutdown.wire(trigger)
                await loop.run()
            }
        }
        do {
            try await body(queue, engine)
            await shutdown.turn()
            try await within(.seconds(20), "the end of the loop") { await running.value }
        } catch {
            running.cancel()
            throw error
        }
        await engine.pool.close()
        try await TopologyClient.delete(queues: [queue], settings: stage.broker)
    }

    /// A message as the broker hands it over when the stage's queue has given it up.
    private func letter(_ message: Stage.Message, _ stage: Stage, to queue: String, from: String? = nil)
        -> OutboundMessage
    {
        var properties = MessageProperties(message.envelope.wire)
        properties.headers += [
            ("x-first-death-queue", .string(from ?? stage.queue)), ("x-first-death-reason", .string("delivery_limit")),
            ("x-first-death-exchange", .string("")),
        ]
        return OutboundMessage(exchange: "", routingKey: queue, properties: properties, body: message.body)
    }

    @Test func `a message that its queue gave up is parked with its body, and can be replayed`() async throws {
        try await withStage { stage in
            try await withLoop(stage) { queue, _ in
                let message = try stage.message(EffectHandler.Order(amount: 7))
                // A copy of it changes nothing, and counts nothing.
                let copy = letter(message, stage, to: queue)
                try await stage.send([copy, copy])
                try await stage.isParked(message.id, "delivery_limit")
                let replica = Replica(stage, handler: stage.handler())
                try await ParkedMessages.replay([message.id], of: stage.queue, on: stage.database)
                try await stage.expectEffects(of: [message])
                try await eventually("the copies are gone") {
                    try await TopologyClient.count(queue: queue, settings: stage.broker).messages == 0
                }
                await replica.stop()
                try await stage.expectBooksToClose(received: 1)
            }
        }
    }

    @Test func `a message that was done after all is not parked`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let (done, other) = (try stage.message(), try stage.message())
            try await stage.send([done])
            try await stage.expectEffects(of: [done])
            try await withLoop(stage) { queue, _ in
                try await stage.send([letter(done, stage, to: queue), letter(other, stage, to: queue)])
                try await stage.isParked(other.id, "delivery_limit")
                #expect(try await stage.parked().count == 1)
            }
            await replica.stop()
            try await stage.expectBooksToClose(received: 2)
        }
    }

    @Test func `whatever lies in the queue is parked, whoever wrote its headers`() async throws {
        try await withStage { stage in
            try await withLoop(stage) { queue, _ in
                let message = try stage.message()
                let strange = [
                    letter(message, stage, to: queue, from: "bo\u{0}gus"),
                    OutboundMessage(
                        exchange: "", routingKey: queue, properties: MessageProperties(messageID: "\u{0}"),
                        body: [0, 255]),
                    OutboundMessage(exchange: "", routingKey: queue, properties: MessageProperties(), body: []),
                ]
                try await stage.send(strange)
                try await eventually("all are parked") { try await stage.count("parked") == 3 }
            }
        }
    }

    @Test func `a database that cannot work does not hold up the shutdown`() async throws {
        try await withStage { stage in
            try await stage.database.execute("REVOKE INSERT ON parked FROM \(identifier: stage.name)")
            try await withLoop(stage) { queue, _ in
                try await stage.send([letter(try stage.message(), stage, to: queue)])
                try await eventually("the loop has taken it") {
                    try await TopologyClient.count(queue: queue, settings: stage.broker) == (0, 1)
                }
            }
        }
    }
}
