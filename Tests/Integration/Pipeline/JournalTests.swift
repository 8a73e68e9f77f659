import Broker
import Contracts
import Database
import Foundation
import Pipeline
import Synchronization
import TestSupport
import Testing

@Suite("The journal", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct JournalTests {
    private func statement(_ stage: Stage, _ submission: SubmissionID, isConfidential: Bool = false) -> Statement {
        Stage.statement(about: submission, in: stage.region, to: stage.exchange, isConfidential: isConfidential)
    }

    /// Says things by an engine that has no broker, so that the sweeper has to.
    private func say(_ statements: [Statement], _ stage: Stage) async throws {
        let cut = stage.engine()
        try await cut.perform { unit in for statement in statements { unit.say(statement) } }
        await cut.pool.close()
    }

    @Test func `a confidential body is in no table, and the sweeper has it rebuilt`() async throws {
        try await withStage { stage in
            let secret = statement(stage, .make(), isConfidential: true)
            let open = statement(stage, .make())
            try await say([secret, open], stage)
            let bodies = try await stage.database.scalar("SELECT count(body) FROM events", as: Int64.self)
            #expect(bodies == 1)
            let asked = Mutex<[UUID]>([])
            let replica = Replica(
                stage,
                rebuild: { ids in
                    asked.withLock { $0 += ids }
                    return Dictionary(uniqueKeysWithValues: ids.map { ($0, Array("rebuilt".utf8)) })
                })
            let ids = [secret, open].map(\.envelope.id.value)
            try await stage.said.contain(ids)
            try await stage.outboxIsEmpty()
            #expect(asked.withLock { $0 }.map { $0.uuidString.lowercased() } == [ids[0]])
            #expect(stage.said.heard.first { $0.id == ids[0] }?.body == "rebuilt")
            await replica.stop()
        }
    }

    @Test func `the fast path sends a confidential body from memory`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, rebuild: { _ in throw EffectHandler.Broken() })
            try await eventually("it is connected") { replica.engine.publisher.state == .connected }
            let secret = statement(stage, .make(), isConfidential: true)
            try await replica.engine.perform { $0.say(secret) }
            try await stage.said.contain([secret.envelope.id.value])
            #expect(stage.said.heard.map(\.body) == [String(decoding: secret.body, as: UTF8.self)])
            let bodies = try await stage.database.scalar("SELECT count(body) FROM events", as: Int64.self)
            #expect(bodies == 0)
            await replica.stop()
        }
    }

    @Test func `a body that cannot be rebuilt now waits, and one that is not to be said goes`() async throws {
        try await withStage { stage in
            let secrets = (0..<2).map { _ in statement(stage, .make(), isConfidential: true) }
            let open = (0..<5).map { _ in statement(stage, .make()) }
            try await say(secrets + open, stage)
            let mayRebuild = Atomic(false)
            let wanted = secrets[0].envelope.id.value
            let replica = Replica(
                stage,
                rebuild: { ids in
                    guard mayRebuild.load(ordering: .acquiring) else { throw EffectHandler.Broken() }
                    return Dictionary(
                        uniqueKeysWithValues: ids.filter { $0.uuidString.lowercased() == wanted }.map { ($0, [1]) })
                })
            try await stage.said.contain(open.map(\.envelope.id.value))
            try await eventually("the confidential ones are left") {
                try await stage.outbox() == Set(secrets.map(\.envelope.id.value))
            }
            mayRebuild.store(true, ordering: .releasing)
            try await stage.makeOutboxDue()
            try await stage.said.contain([wanted])
            try await stage.outboxIsEmpty()
            #expect(!stage.said.ids.contains(secrets[1].envelope.id.value))
            await replica.stop()
        }
    }

    @Test func `repeating all says the same ids again, as a second attempt`() async throws {
        try await withStage { stage in
            let replica = Replica(stage, handler: stage.handler())
            let key = stage.name
            try await TopologyClient.declare(
                Topology(
                    exchanges: [Topology.Exchange(name: WireNames.Exchange.events, kind: .topic)],
                    bindings: [
                        Topology.Binding(
                            source: WireNames.Exchange.events, destination: stage.output, routingKey: key)
                    ]), settings: stage.broker)
            try await eventually("it is connected") { replica.engine.publisher.state == .connected }
            let (wanted, other) = (SubmissionID.make(), SubmissionID.make())
            func event(_ submission: SubmissionID) -> Statement {
                Stage.statement(about: submission, in: stage.region, to: WireNames.Exchange.events, key: key)
            }
            let events = [event(wanted), event(wanted), event(other)]
            let question = statement(stage, wanted)
            for statement in events + [question] { try await replica.engine.perform { $0.say(statement) } }
            try await stage.said.contain((events + [question]).map(\.envelope.id.value))
            try await stage.outboxIsEmpty()
            let firsts = stage.said.heard
            #expect(Set(firsts.map(\.attempt)) == [1])

            // The nudge: a repeated message with attempt 2, seen by the handler's `repeated`.
            let cause = try stage.message(wanted)
            try await stage.send([cause])
            try await stage.expectEffects(of: [cause])
            try await stage.send([cause])
            try await eventually("a plain redelivery is seen") { try await stage.count("repeats") == 1 }
            var nudge = cause
            nudge.envelope.attempt = 2
            try await stage.send([nudge, nudge])
            let again = Set(events[..<2].map(\.envelope.id.value))
            try await eventually("both are said again") { Set(stage.said.heard.dropFirst(4).map(\.id)) == again }
            try await stage.outboxIsEmpty()
            let seconds = stage.said.heard.dropFirst(4)
            #expect(seconds.allSatisfy { $0.attempt == 2 })
            for second in seconds {
                #expect(firsts.first { $0.id == second.id }?.body == second.body)
            }
            #expect(try await stage.count("events") == 4, "nothing new stands in the journal")
            await replica.stop()
        }
    }
}
