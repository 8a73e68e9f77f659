import Broker
import Contracts
import Foundation
import Worker

/// What a simulated agency says: right answers, and what is no answer.
struct SimulatedAnswers: Sendable {
    /// Why nothing was said.
    enum Fault: Error {
        /// The broker did not take the message.
        case notConfirmed
        /// The profile let the work fail.
        case failed
    }

    let agency: AgencyCode
    let code: CheckCode
    let publisher: BrokerPublisher
    /// The broker's user, whom the broker compares with the connection's.
    let user: String

    /// A message about a question, with an id of its own.
    func message<Body: MessageBody>(_ body: Body, answering question: Envelope) throws -> OutboundMessage {
        let envelope = Envelope(
            type: Body.type, source: MessageSource(region: question.region, agency: agency),
            subject: question.subject, causation: question.id, traceparent: question.traceparent,
            tracestate: question.tracestate)
        var properties = MessageProperties(envelope.wire)
        properties.userID = user
        return message(properties, body: try ContractCoding.encode(body))
    }

    /// Says a message and waits for the broker's confirm.
    /// - Throws: `Fault.notConfirmed`.
    func publish(_ message: OutboundMessage) async throws {
        guard let outcome = await publisher.publish([message]).first, outcome.isConfirmed else {
            throw Fault.notConfirmed
        }
    }

    /// Says what is no answer: in one half of the cases broken JSON under a right envelope, which the core parks and which
    /// holds its application up until an operator gives it up; in the other half something without any envelope.
    func garble(variant: Double, answering question: Envelope) async throws {
        let body = Array("{\"checkId\": \"".utf8)
        var properties = MessageProperties()
        if variant < 0.5 {
            let envelope = Envelope(
                type: .checkCompleted, source: MessageSource(region: question.region, agency: agency),
                subject: question.subject, causation: question.id)
            properties = MessageProperties(envelope.wire)
        }
        properties.userID = user
        try await publish(message(properties, body: body))
    }

    private func message(_ properties: MessageProperties, body: [UInt8]) -> OutboundMessage {
        OutboundMessage(
            exchange: WireNames.Exchange.results, routingKey: WireNames.routingKey(agency, code),
            properties: properties, body: body)
    }
}
