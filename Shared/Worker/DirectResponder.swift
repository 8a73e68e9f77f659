import Broker
import Contracts
import Logging

/// Answers each question with what the check finds.
struct DirectResponder: CheckResponder {
    private let agency: AgencyCode
    private let code: CheckCode
    private let check: AgencyWorker.Check
    private let publisher: BrokerPublisher
    private let logger: Logger

    init(
        agency: AgencyCode, code: CheckCode, check: @escaping AgencyWorker.Check, publisher: BrokerPublisher,
        logger: Logger
    ) {
        self.agency = agency
        self.code = code
        self.check = check
        self.publisher = publisher
        self.logger = logger
    }

    func settle(_ delivery: Delivery) async -> CheckExchange.Settlement {
        do {
            let exchange = try CheckExchange(
                agency: agency, check: code, properties: delivery.properties, body: delivery.body)
            guard case .question(let request) = exchange.kind else { return .acknowledge }
            let question = CheckQuestion(request: request) { expectedAt, reference in
                try await publisher.say(
                    exchange.acceptance(of: request, expectedAt: expectedAt, reference: reference))
            }
            let reply = try await check(question)
            try await publisher.say(exchange.completion(of: request, with: reply))
            return .acknowledge
        } catch {
            let settlement = CheckExchange.Settlement.after(error)
            logger.warning(
                settlement == .handBack ? "an answer was not confirmed" : "a question was rejected", error: error,
                metadata: ["mpp.queue": "\(WireNames.Queue.agency(agency, code))"])
            return settlement
        }
    }
}
