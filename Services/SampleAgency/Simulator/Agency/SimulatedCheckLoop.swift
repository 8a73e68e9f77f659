package import Broker
package import Contracts
import Foundation
package import Logging
import ServiceLifecycle
package import Simulation
package import Worker

/// Takes the questions of one check and does with each what the profile says.
///
/// It speaks to the broker itself, since a worker's library neither doubles nor garbles answers. As a worker, it
/// acknowledges a question only after all it has to say about it is confirmed.
package final class SimulatedCheckLoop: Sendable {
    /// The queue that it reads.
    package let queue: String
    /// Reads it.
    package let consumer: BrokerConsumer
    private let agency: AgencyCode
    private let check: AgencyWorker.Check
    private let profile: SimulationProfile
    private let answers: SimulatedAnswers
    private let concurrency: Int
    private let logger: Logger
    private let crash: @Sendable () -> Void
    private let start = ContinuousClock.now

    /// How long after the question was put off its real answer comes, in the case of `late`.
    private static let lateness = Duration.seconds(3)

    /// Makes a loop; `user` is the broker's user, the agency's code by default, `crash` ends the process at once.
    package init(
        agency: AgencyCode, code: CheckCode, check: @escaping AgencyWorker.Check, profile: SimulationProfile,
        consumer: BrokerConsumer, publisher: BrokerPublisher, concurrency: Int, logger: Logger,
        user: String? = nil, crash: @escaping @Sendable () -> Void = { kill(getpid(), SIGKILL) }
    ) {
        queue = WireNames.Queue.agency(agency, code)
        self.agency = agency
        self.check = check
        self.profile = profile
        self.consumer = consumer
        answers = SimulatedAnswers(agency: agency, code: code, publisher: publisher, user: user ?? agency.value)
        self.concurrency = concurrency
        self.logger = logger
        self.crash = crash
    }

    /// Runs until drained.
    package func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            await withTaskGroup(of: Void.self) { answers in
                var underWay = 0
                while true {
                    let deliveries = await consumer.nextBatch(max: concurrency)
                    if deliveries.isEmpty { break }
                    for delivery in deliveries {
                        if underWay == concurrency {
                            await answers.next()
                            underWay -= 1
                        }
                        answers.addTask { await self.handle(delivery) }
                        underWay += 1
                    }
                }
            }
            await consumer.close()
            tasks.cancelAll()
        }
    }

    /// Takes no further questions.
    package func drain() async { await consumer.drain() }

    private func handle(_ delivery: Delivery) async {
        do {
            let envelope = try Envelope(wire: WireProperties(delivery.properties))
            if envelope.type == .checkRequested {
                let request = try ContractCoding.decode(CheckRequested.self, from: delivery.body)
                let turn = profile.turn(
                    for: request.checkID.description, attempt: request.attempt,
                    isRepeat: delivery.redelivered || envelope.attempt > 1)
                guard await passOutages(), await pass(turn.latency) else {
                    return await consumer.reject(delivery.tag, requeue: true)
                }
                try await perform(turn, request, envelope)
            }
            await consumer.acknowledge([delivery.tag])
        } catch SimulatedAnswers.Fault.notConfirmed {
            await consumer.reject(delivery.tag, requeue: true)
        } catch {
            // Also the simulated failure: ask again by your policy.
            logger.info("a question was rejected", error: error, metadata: ["mpp.queue": "\(queue)"])
            await consumer.reject(delivery.tag, requeue: false)
        }
    }

    private func perform(_ turn: SimulatedTurn, _ request: CheckRequested, _ envelope: Envelope) async throws {
        if turn.fault == .error { throw SimulatedAnswers.Fault.failed }
        if turn.fault == .tooManyRequests {
            let seconds = 1 + Int(turn.variant * 3)
            try await say(.unavailable(retryAfterSeconds: seconds), request, envelope)
            return
        }
        let reply = try await work(turn, request, envelope)
        switch turn.fault {
        case .timeoutAfterWork: return
        case .late:
            try await say(.unavailable(retryAfterSeconds: 1), request, envelope)
            // Shut down or not, the answer is given: it is late already.
            _ = await pass(Self.lateness)
        case .malformed: try await answers.garble(variant: turn.variant, answering: envelope)
        default: break
        }
        let said = try await say(reply, request, envelope)
        if turn.fault == .duplicate {
            try await answers.publish(said)
            try await say(reply, request, envelope)
        }
        if turn.fault == .crashAfterWork { crash() }
    }

    /// What the agency finds: its own finding, or what the profile makes of it.
    private func work(
        _ turn: SimulatedTurn, _ request: CheckRequested, _ envelope: Envelope
    ) async throws -> CheckReply {
        switch turn.outcome {
        case .mismatch: return .mismatch(["name"])
        case .notFound: return .notFound
        case .unavailable: return .unavailable()
        case .match:
            let question = CheckQuestion(request: request) { [answers] expectedAt, reference in
                try await answers.publish(
                    try answers.message(
                        CheckAccepted(
                            checkID: request.checkID, submissionID: request.submissionID, agency: request.agency,
                            check: request.check, attempt: request.attempt, acceptedAt: .now(), expectedAt: expectedAt,
                            agencyReference: reference), answering: envelope))
            }
            return try await check(question)
        }
    }

    /// Says an answer.
    /// - Returns: the message, to be said again.
    @discardableResult
    private func say(
        _ reply: CheckReply, _ request: CheckRequested, _ envelope: Envelope
    ) async throws -> OutboundMessage {
        let message = try answers.message(
            CheckCompleted(answering: request, with: reply.answer, note: reply.note, agencyReference: reply.reference),
            answering: envelope)
        try await answers.publish(message)
        return message
    }

    /// Waits until no outage is on.
    /// - Returns: false when the process shuts down.
    private func passOutages() async -> Bool {
        while let rest = profile.outage(at: ContinuousClock.now - start) {
            guard await pass(rest) else { return false }
        }
        return true
    }

    /// Lets a simulated time pass.
    /// - Returns: false when the process shuts down.
    private func pass(_ time: Duration) async -> Bool {
        guard time > .zero else { return true }
        do {
            // A simulated time, a true interval.
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
            return true
        } catch {
            // Cancelled: the process shuts down, and the question goes back.
            return false
        }
    }
}
