import Broker
import Contracts
import CoreMetrics
import Logging
import Metrics

/// Takes the questions of one check, answers several at once, and acknowledges each after its answer is confirmed.
final class CheckLoop: Sendable {
    let queue: String
    let consumer: BrokerConsumer
    private let agency: AgencyCode
    private let code: CheckCode
    private let check: AgencyWorker.Check
    private let publisher: BrokerPublisher
    private let concurrency: Int
    private let logger: Logger
    private let answered: Counter
    private let rejected: Counter
    private let duration: Metrics.Timer

    init(
        agency: AgencyCode, code: CheckCode, check: @escaping AgencyWorker.Check, consumer: BrokerConsumer,
        publisher: BrokerPublisher, concurrency: Int, logger: Logger
    ) {
        queue = WireNames.Queue.agency(agency, code)
        self.agency = agency
        self.code = code
        self.check = check
        self.consumer = consumer
        self.publisher = publisher
        self.concurrency = concurrency
        self.logger = logger
        let dimensions = [("queue", queue)]
        answered = Counter(label: "mpp.worker.answered.questions", dimensions: dimensions)
        rejected = Counter(label: "mpp.worker.rejected.questions", dimensions: dimensions)
        duration = Metrics.Timer(label: "messaging.process.duration", dimensions: dimensions)
    }

    /// Runs until drained.
    ///
    /// Each of the tasks takes one question at a time, so that what is taken is begun, and a drain hands the rest back.
    func run() async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await self.consumer.run() }
            await withTaskGroup(of: Void.self) { answers in
                for _ in 0..<concurrency {
                    answers.addTask {
                        while let delivery = await self.consumer.nextBatch(max: 1).first {
                            await self.handle(delivery)
                        }
                    }
                }
            }
            await consumer.close()
            tasks.cancelAll()
        }
    }

    /// Takes no further questions.
    func drain() async {
        await consumer.drain()
    }

    private func handle(_ delivery: Delivery) async {
        let start = ContinuousClock.now
        switch await settlement(of: delivery) {
        case .acknowledge:
            answered.increment()
            await consumer.acknowledge([delivery.tag])
        case .handBack: await consumer.reject(delivery.tag, requeue: true)
        case .askAgain:
            rejected.increment()
            await consumer.reject(delivery.tag, requeue: false)
        }
        let elapsed = (ContinuousClock.now - start).components
        duration.recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
    }

    /// Answers a delivery and tells how it ends: acknowledged only once the answer is confirmed.
    private func settlement(of delivery: Delivery) async -> CheckExchange.Settlement {
        do {
            let exchange = try CheckExchange(
                agency: agency, check: code, properties: delivery.properties, body: delivery.body)
            guard case .question(let request) = exchange.kind else { return .acknowledge }
            let question = CheckQuestion(request: request) { expectedAt, reference in
                try await self.publish(
                    exchange.acceptance(of: request, expectedAt: expectedAt, reference: reference))
            }
            let reply = try await check(question)
            try await publish(exchange.completion(of: request, with: reply))
            return .acknowledge
        } catch {
            let settlement = CheckExchange.Settlement.after(error)
            logger.warning(
                settlement == .handBack ? "an answer was not confirmed" : "a question was rejected", error: error,
                metadata: ["mpp.queue": "\(queue)"])
            return settlement
        }
    }

    private func publish(_ message: OutboundMessage) async throws(WorkerError) {
        let outcomes = await publisher.publish([message])
        guard let outcome = outcomes.first, outcome.isConfirmed else {
            throw WorkerError.broker("the answer was not confirmed: \(outcomes)")
        }
    }
}
