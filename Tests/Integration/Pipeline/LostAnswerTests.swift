import Broker
import Contracts
import Database
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("Answers that are lost on the way", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct LostAnswerTests {
    /// What PostgreSQL answers to a commit.
    private static let committed = Array("COMMIT\0".utf8)
    /// The broker's `basic.ack`.
    private static let confirmed: [UInt8] = [0x00, 0x3C, 0x00, 0x50]

    private func throughRelay(_ relay: Relay, _ settings: DatabaseSettings) -> DatabaseSettings {
        var settings = settings
        settings.hosts = [DatabaseSettings.Host(name: "127.0.0.1", port: relay.ownPort)]
        settings.tls = .disable
        return settings
    }

    private func throughRelay(_ relay: Relay, _ settings: BrokerSettings) -> BrokerSettings {
        var settings = settings
        settings.addresses = [BrokerAddress(host: "127.0.0.1", port: UInt16(clamping: relay.ownPort))]
        return settings
    }

    @Test func `a commit whose answer is lost is found done by the guard`() async throws {
        try await withStage { stage in
            let server = try #require(stage.settings.hosts.first)
            try await withRelay(to: server.name, server.port) { relay in
                let isSet = Atomic(false)
                let replica = Replica(
                    stage,
                    handler: stage.handler { _, _ in
                        if !isSet.exchange(true, ordering: .relaxed) { relay.trap(Self.committed) }
                    }, database: throughRelay(relay, stage.settings))
                let messages = try (0..<30).map { _ in try stage.message(EffectHandler.Order(says: true)) }
                try await stage.send(messages)
                try await stage.expectEffects(of: messages)
                try await eventually("the second try finds it done") { try await stage.count("repeats") > 0 }
                #expect(relay.sprung == 1)
                // The fast path never heard of the commit; half a minute later the sweeper says what was said in it.
                try await stage.makeOutboxDue()
                try await stage.outboxIsEmpty()
                await replica.stop()
                try await stage.expectEffects(of: messages)
                #expect(try await stage.count("events") == messages.count)
                try await eventually("all is said") { Set(stage.said.ids).count == messages.count }
                try await stage.expectBooksToClose(received: messages.count)
                try await stage.expectEmptyQueue()
            }
        }
    }

    @Test func `a message whose confirm is lost stays in the outbox and goes again under its id`() async throws {
        try await withStage { stage in
            let server = try #require(stage.broker.addresses.first)
            try await withRelay(to: server.host, Int(server.port)) { relay in
                let replica = Replica(stage, broker: throughRelay(relay, stage.broker))
                try await eventually("it is connected") { replica.engine.publisher.state == .connected }
                relay.trap(Self.confirmed)
                let statement = Stage.statement(about: .make(), in: stage.region, to: stage.exchange)
                let id = statement.envelope.id.value
                try await replica.engine.perform { $0.say(statement) }
                try await eventually("the confirm is lost") { relay.sprung == 1 }
                try await stage.said.contain([id])
                try await eventually("it is known to be unknown, or said again") {
                    let tries = try await stage.database.scalar("SELECT tries FROM outbox", as: Int32.self)
                    return stage.said.ids == [id, id] || tries == 1
                }
                try await stage.outboxIsEmpty()
                try await eventually("it has gone twice") { stage.said.ids == [id, id] }
                await replica.stop()
            }
        }
    }

    @Test func `after an outage of the broker a queue is drained only when its backlog is`() async throws {
        try await withStage { stage in
            let server = try #require(stage.broker.addresses.first)
            try await withRelay(to: server.host, Int(server.port)) { relay in
                let replica = Replica(
                    stage,
                    // Each takes its time, so that the backlog takes longer than a queue seems idle.
                    handler: stage.handler { _, unit in try await unit.transaction.execute("SELECT pg_sleep(0.01)") },
                    batchLimit: 1, broker: throughRelay(relay, stage.broker))
                let first = try stage.message()
                try await stage.send([first])
                try await stage.expectEffects(of: [first])
                try await eventually("it is drained") { replica.service.isDrained }
                relay.cut()
                try await eventually("it notices the outage") { replica.loop?.brokerState != .connected }
                #expect(!replica.service.isDrained)
                let backlog = try (0..<100).map { _ in try stage.message(EffectHandler.Order(says: true)) }
                try await stage.send(backlog)
                // It is connected again, and the first `basic.deliver` is on its way.
                let isComing = Gate()
                relay.hold([0x3C, 0x00, 0x3C], at: isComing)
                relay.mend()
                try await eventually("it is connected") { replica.loop?.brokerState == .connected }
                #expect(!replica.service.isDrained, "drained by a wait from before the outage")
                isComing.open()
                try await eventually(within: .seconds(40), "it is drained again") { replica.service.isDrained }
                #expect(try await stage.effects().count == 101, "drained before the backlog was done")
                try await stage.expectEffects(of: [first] + backlog)
                try await stage.outboxIsEmpty()
                await replica.stop()
                try await stage.expectBooksToClose(received: 101)
            }
        }
    }
}
