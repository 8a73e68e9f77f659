package import Broker
package import Contracts
import Foundation
package import Logging
import ServiceLifecycle
package import Simulation
package import Worker

/// Does with each question what the profile says.
package struct SimulatedResponder: CheckResponder {
    private let agency: AgencyCode
    private let code: CheckCode
    private let check: AgencyWorker.Check
    private let profile: SimulationProfile
    private let publisher: BrokerPublisher
    private let user: String
    private let logger: Logger
    private let crash: @Sendable () -> Void
    private let start = ContinuousClock.now

    /// How long after the question was put off its real answer comes, in the case of `late`.
    private static let lateness = Duration.seconds(3)

    /// Makes a responder; `user` is the broker's user, the agency's code by default, `crash` ends the process at once.
    package init(
        agency: AgencyCode, code: CheckCode, check: @escaping AgencyWorker.Check, profile: SimulationProfile,
        publisher: BrokerPublisher, logger: Logger, user: String? = nil,
        crash: @escaping @Sendable () -> Void = { kill(getpid(), SIGKILL) }
    ) {
        self.agency = agency
        self.code = code
        self.check = check
        self.profile = profile
        self.publisher = publisher
        self.user = user ?? agency.value
        self.logger = logger
        self.crash = crash
    }

    /// Deals with a question.
    package func settle(_ delivery: Delivery) async -> CheckExchange.Settlement {
        do {
            let exchange = try CheckExchange(
                agency: agency, check: code, properties: delivery.properties, body: delivery.body)
            guard case .question(let request) = exchange.kind else { return .acknowledge }
            let turn = profile.turn(
                for: request.checkID.description, attempt: request.attempt,
                isRepeat: delivery.redelivered || exchange.envelope.attempt > 1)
            guard await passOutages(), await pass(turn.latency) else { return .handBack }
            try await perform(turn, request, exchange)
            return .acknowledge
        } catch {
            logger.info(
                "a question was rejected", error: error,
                metadata: ["mpp.queue": "\(WireNames.Queue.agency(agency, code))"])
            return .after(error)
        }
    }

    private func perform(_ turn: SimulatedTurn, _ request: CheckRequested, _ exchange: CheckExchange) async throws {
        if turn.fault == .error { throw SimulatedFailure() }
        if turn.fault == .tooManyRequests {
            let seconds = 1 + Int(turn.variant * 3)
            try await say(exchange.completion(of: request, with: .unavailable(retryAfterSeconds: seconds)))
            return
        }
        let reply = try await work(turn, request, exchange)
        switch turn.fault {
        case .timeoutAfterWork: return
        case .late:
            try await say(exchange.completion(of: request, with: .unavailable(retryAfterSeconds: 1)))
            // Shut down or not, the answer is given: it is late already.
            _ = await pass(Self.lateness)
        case .malformed: try await garble(variant: turn.variant, answering: exchange.envelope)
        default: break
        }
        let answer = try exchange.completion(of: request, with: reply)
        try await say(answer)
        if turn.fault == .duplicate {
            // The same message once more, and the same answer under another id.
            try await say(answer)
            try await say(exchange.completion(of: request, with: reply))
        }
        if turn.fault == .crashAfterWork { crash() }
    }

    /// What the agency finds: its own finding, or what the profile makes of it.
    private func work(
        _ turn: SimulatedTurn, _ request: CheckRequested, _ exchange: CheckExchange
    ) async throws -> CheckReply {
        switch turn.outcome {
        case .mismatch: return .mismatch(["name"])
        case .notFound: return .notFound
        case .unavailable: return .unavailable()
        case .match:
            let question = CheckQuestion(request: request) { expectedAt, reference in
                try await say(exchange.acceptance(of: request, expectedAt: expectedAt, reference: reference))
            }
            return try await check(question)
        }
    }

    /// Says what is no answer: in one half of the cases broken JSON under a right envelope, which the core parks and which
    /// holds its application up until an operator gives it up; in the other half something without any envelope.
    private func garble(variant: Double, answering question: Envelope) async throws {
        var properties = MessageProperties()
        if variant < 0.5 {
            let envelope = Envelope(
                type: .checkCompleted, source: MessageSource(region: question.region, agency: agency),
                subject: question.subject, causation: question.id)
            properties = MessageProperties(envelope.wire)
        }
        try await say(
            OutboundMessage(
                exchange: WireNames.Exchange.results, routingKey: WireNames.routingKey(agency, code),
                properties: properties, body: Array("{\"checkId\": \"".utf8)))
    }

    private func say(_ message: OutboundMessage) async throws(WorkerError) {
        var message = message
        message.properties.userID = user
        try await publisher.say(message)
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
