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
    func run() async {
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
    func drain() async {
        await consumer.drain()
    }

    private func handle(_ delivery: Delivery) async {
        let start = ContinuousClock.now
        do {
            try await answer(delivery)
            answered.increment()
            await consumer.acknowledge([delivery.tag])
        } catch let error as WorkerError where error.isOfTheBroker {
            // The answer may be out or not: the question comes again, and the core counts one answer.
            logger.warning("an answer was not confirmed", error: error, metadata: ["mpp.queue": "\(queue)"])
            await consumer.reject(delivery.tag, requeue: true)
        } catch {
            rejected.increment()
            logger.warning("a question was rejected", error: error, metadata: ["mpp.queue": "\(queue)"])
            await consumer.reject(delivery.tag, requeue: false)
        }
        let elapsed = (ContinuousClock.now - start).components
        duration.recordNanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
    }

    private func answer(_ delivery: Delivery) async throws {
        let envelope = try Envelope(wire: WireProperties(delivery.properties))
        if envelope.type == .checkCancelled { return }
        let request = try ContractCoding.decode(CheckRequested.self, from: delivery.body)
        let question = CheckQuestion(request: request) { expectedAt, reference in
            try await self.publish(
                CheckAccepted(
                    checkID: request.checkID, submissionID: request.submissionID, agency: request.agency,
                    check: request.check, attempt: request.attempt, acceptedAt: .now(), expectedAt: expectedAt,
                    agencyReference: reference), answering: envelope)
        }
        let reply = try await check(question)
        try await publish(
            CheckCompleted(
                answering: request, with: reply.answer, note: reply.note, agencyReference: reply.reference),
            answering: envelope)
    }

    private func publish<Body: MessageBody>(_ body: Body, answering question: Envelope) async throws {
        let envelope = Envelope(
            type: Body.type, source: MessageSource(region: question.region, agency: agency),
            subject: question.subject, causation: question.id, traceparent: question.traceparent,
            tracestate: question.tracestate)
        var properties = MessageProperties(envelope.wire)
        properties.userID = agency.value
        let outcomes = await publisher.publish([
            OutboundMessage(
                exchange: WireNames.Exchange.results, routingKey: WireNames.routingKey(agency, code),
                properties: properties, body: try ContractCoding.encode(body))
        ])
        guard let outcome = outcomes.first, outcome.isConfirmed else {
            throw WorkerError.broker("the answer was not confirmed: \(outcomes)")
        }
    }
}
