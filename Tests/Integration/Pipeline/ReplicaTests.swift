import Broker
import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing

@Suite("Two replicas on one queue", .timeLimit(.minutes(5)), .requireServer(.database, .broker))
struct ReplicaTests {
    /// What each submission got, in the order of the effects.
    private func sequences(_ stage: Stage, _ messages: [Stage.Message]) async throws -> [SubmissionID: [Int]] {
        let byID = Dictionary(uniqueKeysWithValues: messages.map { ($0.id, $0.envelope) })
        var result: [SubmissionID: [Int]] = [:]
        for id in try await stage.effects() {
            guard let envelope = byID[id] else { continue }
            result[envelope.subject, default: []].append(envelope.sequence ?? 0)
        }
        return result
    }

    @Test func `interleaved messages of one submission have one effect each, in the order of their numbers`()
        async throws
    {
        try await withStage { stage in
            let replicas = [
                Replica(stage, handler: stage.handler("first", ordered: true), prefetch: 7, batchLimit: 5),
                Replica(stage, handler: stage.handler("second", ordered: true), prefetch: 7, batchLimit: 5),
            ]
            try await eventually("both consume") {
                try await TopologyClient.count(queue: stage.queue, settings: stage.broker).consumers == 2
            }
            let submissions = (0..<6).map { _ in SubmissionID.make() }
            let streams = try submissions.map { try stage.stream($0, 1...20, EffectHandler.Order(says: true)) }
            // By number, so that neighbours of one submission lie with both replicas at once.
            let messages = (0..<20).flatMap { number in streams.map { $0[number] } }
            try await stage.send(messages)
            try await stage.expectEffects(of: messages, within: .seconds(60))
            for (_, numbers) in try await sequences(stage, messages) { #expect(numbers == Array(1...20)) }
            let workers = try await stage.database.column("SELECT DISTINCT replica FROM effects", as: String.self)
            #expect(Set(workers) == ["first", "second"])
            try await stage.outboxIsEmpty()
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            for replica in replicas { await replica.stop() }
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `both answers about one submission count when they come to both replicas at once`() async throws {
        try await withStage { stage in
            let replicas = [
                Replica(stage, handler: stage.handler("first"), prefetch: 1, batchLimit: 1),
                Replica(stage, handler: stage.handler("second"), prefetch: 1, batchLimit: 1),
            ]
            try await eventually("both consume") {
                try await TopologyClient.count(queue: stage.queue, settings: stage.broker).consumers == 2
            }
            let submission = SubmissionID.make()
            let answers = try (0..<30).map { _ in try stage.message(submission) }
            try await stage.send(answers)
            try await stage.expectEffects(of: answers)
            try await stage.expectBooksToClose(received: answers.count)
            for replica in replicas { await replica.stop() }
        }
    }

    @Test func `shuffled and doubled streams come out whole and in order`() async throws {
        try await withStage { stage in
            let replicas = [
                Replica(stage, handler: stage.handler("first", ordered: true), prefetch: 20, batchLimit: 10),
                Replica(stage, handler: stage.handler("second", ordered: true), prefetch: 20, batchLimit: 10),
            ]
            let submissions = (0..<5).map { _ in SubmissionID.make() }
            let messages = try submissions.flatMap { try stage.stream($0, 1...6) }
            try await stage.send((messages + messages).shuffled())
            try await eventually(within: .seconds(90), "all effects are there") {
                try await stage.makeDeferredDue()
                return try await stage.effects().count >= messages.count
            }
            for (_, numbers) in try await sequences(stage, messages) { #expect(numbers == Array(1...6)) }
            try await eventually("nothing waits any more") { try await stage.deferred().isEmpty }
            for replica in replicas { await replica.stop() }
            try await stage.expectEffects(of: messages)
            try await stage.expectBooksToClose(received: messages.count)
            try await stage.expectEmptyQueue()
        }
    }

    @Test func `a replica that is killed again and again loses nothing and doubles nothing`() async throws {
        try await withStage { stage in
            let steady = Replica(stage, handler: stage.handler("steady", ordered: true), prefetch: 5, batchLimit: 5)
            let submissions = (0..<20).map { _ in SubmissionID.make() }
            let messages = try submissions.flatMap { try stage.stream($0, 1...10, EffectHandler.Order(says: true)) }
            for (index, part) in stride(from: 0, to: messages.count, by: 25).enumerated() {
                let victim = Replica(
                    stage, handler: stage.handler("victim\(index)", ordered: true), prefetch: 5, batchLimit: 5)
                try await stage.send(Array(messages[part..<min(part + 25, messages.count)]))
                try await eventually("some is done") { try await stage.effects().count >= part / 2 }
                await victim.kill()
            }
            try await eventually(within: .seconds(90), "all effects are there") {
                try await stage.makeDeferredDue()
                return try await stage.effects().count >= messages.count
            }
            for (_, numbers) in try await sequences(stage, messages) { #expect(numbers == Array(1...10)) }
            await steady.stop()
            try await stage.expectEffects(of: messages)
            #expect(try await stage.count("events") == messages.count)
            try await stage.expectBooksToClose(received: messages.count)
            try await stage.expectEmptyQueue()
        }
    }
}
