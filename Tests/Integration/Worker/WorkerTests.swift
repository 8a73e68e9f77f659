import Broker
import Contracts
import ServiceRuntime
import Synchronization
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(3)), .requireServer(.broker, .brokerControl))
struct WorkerTests {
    @Test func `a question is answered under the worker's own user and settled`() async throws {
        try await Agency.with { agency in
            let worker = try RunningWorker(agency) { question in
                question.text("name") == "Uji Coba" ? CheckReply(.match, reference: "DK/1") : .notFound
            }
            let question = try agency.question(attempt: 3)
            try await agency.ask(question)
            let word = try await agency.word()
            let answer = try ContractCoding.decode(CheckCompleted.self, from: word.body)
            #expect(word.properties.userID == agency.code.value)
            #expect(word.exchange == WireNames.Exchange.results)
            #expect(answer.checkID == question.checkID)
            #expect(answer.attempt == 3)
            #expect(answer.answer == .match)
            #expect(answer.agencyReference == "DK/1")
            #expect(worker.health.report().isReady)
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `a question is not acknowledged before its answer is confirmed`() async throws {
        try await Agency.with { agency in
            let asked = Atomic(0)
            let worker = try RunningWorker(agency) { _ in
                asked.add(1, ordering: .relaxed)
                return .match
            }
            try await agency.takeAnswers(false)
            let question = try agency.question()
            try await agency.ask(question)
            // The broker returns the answer; the question must come again, as often as it takes.
            try await eventually("it is asked again") { asked.load(ordering: .relaxed) >= 2 }
            try await agency.takeAnswers(true)
            #expect(try await agency.answer().checkID == question.checkID)
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `a crash before the answer leads to the same question again`() async throws {
        try await Agency.with { agency in
            let isAtWork = Gate()
            let first = try RunningWorker(agency) { _ in
                isAtWork.open()
                // Never answers.
                try await Gate().pass()
                return .notFound
            }
            let question = try agency.question()
            try await agency.ask(question)
            try await isAtWork.pass()
            await first.kill()
            let second = try RunningWorker(agency) { _ in .match }
            let answer = try await agency.answer()
            #expect(answer.checkID == question.checkID)
            #expect(answer.answer == .match)
            try await second.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `a crash between the answer and its settlement leads to the same answer again`() async throws {
        try await Agency.with { agency in
            var settings = try BrokerSettings(url: agency.url, connectionName: "crashing worker")
            settings.closeLimit = .milliseconds(50)
            let consumer = BrokerConsumer(settings: settings, queue: agency.queue, prefetch: 1, logger: .silent)
            let publisher = BrokerPublisher(settings: settings, logger: .silent)
            let responder = DirectResponder(
                agency: agency.code, code: agency.check,
                check: { _ in
                    // The connection that would carry the acknowledgement goes; the one of the answers stays.
                    await consumer.close()
                    return .match
                }, publisher: publisher, logger: .silent)
            let loop = CheckLoop(queue: agency.queue, consumer: consumer, responder: responder, concurrency: 1)
            let publishing = Task { await publisher.run() }
            let running = Task { await loop.run() }
            let question = try agency.question()
            try await agency.ask(question)
            let first = try await agency.answer()
            await running.value
            await publisher.close()
            await publishing.value
            let worker = try RunningWorker(agency) { _ in .match }
            let second = try await agency.answer()
            #expect(first.checkID == question.checkID)
            #expect(second.checkID == first.checkID)
            #expect(second.attempt == first.attempt)
            #expect(second.answer == first.answer)
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `a check that throws means ask me again`() async throws {
        struct Trouble: Error {}
        try await Agency.with { agency in
            let worker = try RunningWorker(agency) { _ in throw Trouble() }
            let question = try agency.question()
            try await agency.ask(question)
            let rejection = try await agency.rejection()
            #expect(try ContractCoding.decode(CheckRequested.self, from: rejection.body) == question)
            guard case .string(let reason)? = rejection.properties.header("x-first-death-reason") else {
                Issue.record("no reason")
                return
            }
            #expect(reason == "rejected")
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `what is no question is given up, and the next one is answered`() async throws {
        try await Agency.with { agency in
            let worker = try RunningWorker(agency, concurrency: 1) { _ in .match }
            let faulty = try agency.question()
            let good = try agency.question()
            try await agency.ask(faulty, body: Array(#"{"checkId":"no id"}"#.utf8))
            try await agency.ask(good)
            #expect(try await agency.rejection().properties.correlationID == faulty.submissionID.description)
            #expect(try await agency.answer().checkID == good.checkID)
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `check accepted goes out while the check is still at work`() async throws {
        try await Agency.with { agency in
            let isDone = Gate()
            let expected = Timestamp(microseconds: 1_773_711_000_000_000)
            let worker = try RunningWorker(agency) { question in
                try await question.accepted(expectedAt: expected, reference: "DK/7")
                try await isDone.pass()
                return .recommended
            }
            let question = try agency.question()
            try await agency.ask(question)
            let word = try await agency.word()
            #expect(word.properties.type == MessageType.checkAccepted.rawValue)
            let accepted = try ContractCoding.decode(CheckAccepted.self, from: word.body)
            #expect(accepted.checkID == question.checkID)
            #expect(accepted.expectedAt == expected)
            #expect(accepted.agencyReference == "DK/7")
            isDone.open()
            #expect(try await agency.answer().answer == .recommended)
            try await worker.stop()
            try await agency.expectSettled()
        }
    }

    @Test func `a shutdown finishes what is begun and hands back the rest`() async throws {
        try await Agency.with { agency in
            let isAtWork = Gate()
            let mayFinish = Gate()
            let begun = Atomic(0)
            let worker = try RunningWorker(agency, concurrency: 1) { _ in
                begun.add(1, ordering: .relaxed)
                isAtWork.open()
                try await mayFinish.pass()
                return .match
            }
            let questions = try (0..<3).map { _ in try agency.question() }
            for question in questions { try await agency.ask(question) }
            try await isAtWork.pass()
            try await worker.beginToStop()
            try await eventually("two are handed back") { try await agency.waiting() == 2 }
            mayFinish.open()
            try await worker.ended()
            #expect(begun.load(ordering: .relaxed) == 1)
            #expect(try await agency.answer().checkID == questions[0].checkID)
            #expect(try await agency.waiting() == 2)
            let next = try RunningWorker(agency) { _ in .match }
            let answered = [try await agency.answer().checkID, try await agency.answer().checkID]
            #expect(Set(answered) == Set(questions.dropFirst().map(\.checkID)))
            try await next.stop()
            try await agency.expectSettled()
        }
    }
}
