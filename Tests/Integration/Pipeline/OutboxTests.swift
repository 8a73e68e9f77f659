import Broker
import Contracts
import Database
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("What a service says", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct OutboxTests {
    /// A statement to the stage's exchange.
    private func statement(_ stage: Stage, key: String = "said", isConfidential: Bool = false) -> Statement {
        Stage.statement(about: .make(), in: stage.region, to: stage.exchange, key: key, isConfidential: isConfidential)
    }

    /// Says things in one transaction of a running engine, once it is connected.
    private func say(_ statements: [Statement], _ engine: Engine) async throws {
        try await engine.perform { unit in for statement in statements { unit.say(statement) } }
    }

    private func isConnected(_ engine: Engine) async throws {
        try await eventually("the publisher is connected") { engine.publisher.state == .connected }
    }

    @Test func `rows stand in the outbox after the commit and are gone only after the confirm`() async throws {
        try await withStage { stage in
            let replica = Replica(stage)
            try await isConnected(replica.engine)
            // Nobody is bound to this key, so the broker takes none of them.
            let statements = (0..<3).map { _ in statement(stage, key: "nobody") }
            let ids = Set(statements.map(\.envelope.id.value))
            try await say(statements, replica.engine)
            #expect(try await stage.outbox() == ids)
            try await eventually("they come back and are tried again") {
                try await stage.database.scalar("SELECT min(tries) FROM outbox", as: Int32.self) ?? 0 >= 2
            }
            #expect(try await stage.outbox() == ids)
            #expect(stage.said.heard.isEmpty)
            try await TopologyClient.declare(
                Topology(
                    bindings: [
                        Topology.Binding(source: stage.exchange, destination: stage.output, routingKey: "nobody")
                    ]), settings: stage.broker)
            try await stage.said.contain(ids)
            try await stage.outboxIsEmpty()
            #expect(Set(stage.said.ids) == ids)
            #expect(try await stage.count("events") == 3)
            await replica.stop()
        }
    }

    @Test func `a message without a way does not hold up those that have one`() async throws {
        try await withStage { stage in
            let replica = Replica(stage)
            try await isConnected(replica.engine)
            let (lost, found) = (
                (0..<20).map { _ in statement(stage, key: "nobody") }, (0..<20).map { _ in statement(stage) }
            )
            try await say(zip(lost, found).flatMap { [$0, $1] }, replica.engine)
            try await stage.said.contain(found.map(\.envelope.id.value))
            try await eventually("only those without a way are left") {
                try await stage.outbox() == Set(lost.map(\.envelope.id.value))
            }
            await replica.stop()
        }
    }

    @Test func `without a connection the sweeper delivers later, under the same ids`() async throws {
        try await withStage { stage in
            // An engine whose publisher never runs: the broker is out of its reach.
            let cut = stage.engine()
            let statements = (0..<50).map { _ in statement(stage) }
            try await say(statements, cut)
            let due = try await stage.database.scalar(
                "SELECT count(*) FROM outbox WHERE available_at <= now()", as: Int64.self)
            #expect(due == 50, "the sweeper may come at once")
            let replica = Replica(stage)
            try await stage.said.contain(statements.map(\.envelope.id.value))
            try await stage.outboxIsEmpty()
            #expect(stage.said.heard.count == 50)
            #expect(
                Set(stage.said.heard.map(\.body)) == Set(statements.map { String(decoding: $0.body, as: UTF8.self) }))
            await replica.stop()
            await cut.pool.close()
        }
    }

    @Test func `what a dead process had taken on is swept once its time is over`() async throws {
        try await withStage { stage in
            let statements = (0..<20).map { _ in statement(stage) }
            try await say(statements, stage.engine())
            // As if its fast path, or its sweeper, had claimed them and died.
            try await stage.database.execute("UPDATE outbox SET available_at = now() + interval '30 s'")
            let replica = Replica(stage)
            try await isConnected(replica.engine)
            let own = statement(stage)
            try await say([own], replica.engine)
            try await stage.said.contain([own.envelope.id.value])
            #expect(stage.said.heard.count == 1, "what others have claimed is left to them")
            try await stage.database.execute("UPDATE outbox SET available_at = now() - interval '1 s'")
            try await stage.said.contain(statements.map(\.envelope.id.value))
            try await stage.outboxIsEmpty()
            await replica.stop()
        }
    }

    @Test func `an earlier event of a transaction that commits late is published all the same`() async throws {
        try await withStage { stage in
            let replica = Replica(stage)
            try await isConnected(replica.engine)
            let cut = stage.engine()
            let (early, late) = (statement(stage), (0..<10).map { _ in statement(stage) })
            let (isSaid, mayCommit) = (Gate(), Gate())
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    try await cut.perform { unit in
                        unit.say(early)
                        isSaid.open()
                        try await mayCommit.pass()
                    }
                }
                try await isSaid.pass()
                for statement in late { try await self.say([statement], cut) }
                try await stage.said.contain(late.map(\.envelope.id.value))
                try await stage.outboxIsEmpty()
                mayCommit.open()
                try await tasks.waitForAll()
            }
            let before = try await stage.database.scalar(
                """
                SELECT count(*) FROM events WHERE recorded_at > \
                (SELECT recorded_at FROM events WHERE message_id::text = \(early.envelope.id.value))
                """, as: Int64.self)
            #expect(before == 10, "its place in the journal is before those that were published")
            try await stage.said.contain([early.envelope.id.value])
            try await stage.outboxIsEmpty()
            await replica.stop()
            await cut.pool.close()
        }
    }

    @Test func `two sweepers share the rows and leave none`() async throws {
        try await withStage { stage in
            let cut = stage.engine()
            let statements = (0..<1500).map { _ in statement(stage) }
            try await say(statements, cut)
            let replicas = [Replica(stage), Replica(stage)]
            try await stage.said.contain(statements.map(\.envelope.id.value))
            try await stage.outboxIsEmpty()
            #expect(stage.said.heard.count == 1500)
            for replica in replicas { await replica.stop() }
            await cut.pool.close()
        }
    }

    @Test func `a unit that fails says nothing, and gives its places back`() async throws {
        try await withStage { stage in
            let replica = Replica(stage)
            try await isConnected(replica.engine)
            for _ in 0..<30 {
                await #expect(throws: EffectHandler.Broken.self) {
                    try await replica.engine.perform { unit in
                        for _ in 0..<200 { unit.say(statement(stage)) }
                        throw EffectHandler.Broken()
                    }
                }
            }
            for _ in 0..<30 {
                await #expect(throws: DatabaseError.self) {
                    try await replica.engine.perform { unit in
                        for _ in 0..<200 { unit.say(statement(stage)) }
                        unit.transaction.send("SELECT 1 / 0")
                    }
                }
            }
            #expect(try await stage.count("events") == 0)
            // All places are free again: four hundred more fit.
            let last = statement(stage)
            try await say([last], replica.engine)
            try await stage.said.contain([last.envelope.id.value])
            #expect(stage.said.heard.count == 1)
            await replica.stop()
        }
    }
}
