import Broker
import Contracts
import Database
import Foundation
import Logging
import Pipeline
import TestSupport

extension Stage {
    /// A message to the service.
    struct Message: Sendable {
        var envelope: Envelope
        var body: [UInt8]
        /// Its id, which is the key in the tables.
        var id: String { envelope.id.value }
    }

    /// An engine of the service; its connections start when it is run.
    func engine(_ database: DatabaseSettings? = nil, _ broker: BrokerSettings? = nil) -> Engine {
        Engine(
            service: .verification, pool: DatabasePool(settings: database ?? settings, logger: .silent),
            publisher: BrokerPublisher(settings: broker ?? self.broker, logger: .silent), protection: Self.protection,
            logger: .silent)
    }

    /// A handler that speaks to the stage's exchange.
    func handler(
        _ replica: String = "first", ordered: Bool = false,
        meanwhile: @escaping @Sendable ([Accepted<EffectHandler.Order>], UnitOfWork) async throws -> Void = { _, _ in }
    ) -> EffectHandler {
        EffectHandler(
            orderedSources: ordered ? [.intake] : [], exchange: exchange, replica: replica, meanwhile: meanwhile)
    }

    /// A message about a submission.
    func message(
        _ submission: SubmissionID = .make(), sequence: Int? = nil, attempt: Int = 1,
        _ order: EffectHandler.Order = EffectHandler.Order()
    ) throws -> Message {
        Message(
            envelope: Envelope(
                type: EffectHandler.type, source: MessageSource(region: region, service: .intake), subject: submission,
                sequence: sequence, attempt: attempt),
            body: Array(try JSONEncoder().encode(order)))
    }

    /// A message about a submission of its own.
    func message(_ order: EffectHandler.Order) throws -> Message { try message(.make(), order) }

    /// Messages of one stream, numbered from a number on.
    func stream(
        _ submission: SubmissionID, _ numbers: ClosedRange<Int>, _ order: EffectHandler.Order = EffectHandler.Order()
    ) throws -> [Message] {
        try numbers.map { try message(submission, sequence: $0, order) }
    }

    /// Publishes messages to the service's queue, in their order, and makes sure that they are there.
    func send(_ messages: [Message]) async throws {
        try await send(
            messages.map { message in
                OutboundMessage(
                    exchange: "", routingKey: queue, properties: MessageProperties(message.envelope.wire),
                    body: message.body)
            })
    }

    /// Publishes anything, and makes sure that it is there.
    func send(_ messages: [OutboundMessage]) async throws {
        let outcomes = await publisher.publish(messages)
        for outcome in outcomes where !outcome.isConfirmed { throw Unsent(outcome: outcome) }
    }

    /// A message that did not get to the broker.
    struct Unsent: Error {
        let outcome: PublishOutcome
    }

    /// What a service says to the stage's exchange.
    static func statement(
        about submission: SubmissionID, in region: RegionCode, to exchange: String, _ cause: MessageID? = nil,
        key: String = "said", isConfidential: Bool = false
    ) -> Statement {
        Statement(
            envelope: Envelope(
                type: MessageType(rawValue: "test.said.v1"),
                source: MessageSource(region: region, service: .verification),
                subject: submission, causation: cause),
            exchange: exchange, routingKey: key, body: Array("{\"about\":\"\(submission)\"}".utf8),
            isConfidential: isConfidential)
    }
}
