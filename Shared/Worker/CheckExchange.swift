package import Broker
package import Contracts

/// One delivery of an agency's queue: what it asks, the messages that answer it, and how its delivery ends.
///
/// Holds no state besides the question: the same question taken again, after a crash or as a duplicate, is answered under
/// the same `checkId`, on which the core counts answers once.
package struct CheckExchange: Sendable {
    /// What a delivery is.
    package enum Kind: Sendable, Equatable {
        /// A question to be answered.
        case question(CheckRequested)
        /// An answer is no longer wanted; there is nothing to do.
        case cancellation
    }

    /// How a delivery ends.
    package enum Settlement: Sendable, Equatable {
        /// Done: the answer is confirmed.
        case acknowledge
        /// Back into the queue: whether the answer is out is not known, or the worker ends.
        case handBack
        /// Given up: the core asks again by its policy.
        case askAgain

        /// The end of a question whose check or answer failed.
        package static func after(_ error: any Error) -> Settlement {
            if error is CancellationError { return .handBack }
            if let error = error as? WorkerError, error.isOfTheBroker { return .handBack }
            return .askAgain
        }
    }

    /// What this delivery is.
    package let kind: Kind
    private let agency: AgencyCode
    private let check: CheckCode
    /// The envelope of what is asked.
    package let envelope: Envelope

    /// Reads a delivery of one check's queue.
    /// - Throws: `ContractViolation` for a faulty envelope or body, and for a question of another type or to another check.
    package init(
        agency: AgencyCode, check: CheckCode, properties: MessageProperties, body: [UInt8]
    ) throws(ContractViolation) {
        self.agency = agency
        self.check = check
        envelope = try Envelope(wire: WireProperties(properties))
        switch envelope.type {
        case .checkCancelled: kind = .cancellation
        case .checkRequested:
            let request = try ContractCoding.decode(CheckRequested.self, from: body)
            guard request.agency == agency, request.check == check else {
                throw ContractViolation(pointer: "/check", code: "mismatch", message: "must be the queue's own check")
            }
            kind = .question(request)
        default:
            throw ContractViolation(code: "type", message: "must be a question to an agency or its cancellation")
        }
    }

    /// The word that an answer will take longer.
    package func acceptance(
        of request: CheckRequested, expectedAt: Timestamp?, reference: String?
    ) throws(ContractViolation) -> OutboundMessage {
        try message(
            CheckAccepted(
                checkID: request.checkID, submissionID: request.submissionID, agency: request.agency,
                check: request.check, attempt: request.attempt, acceptedAt: .now(), expectedAt: expectedAt,
                agencyReference: reference))
    }

    /// The answer.
    package func completion(
        of request: CheckRequested, with reply: CheckReply
    ) throws(ContractViolation) -> OutboundMessage {
        try message(
            CheckCompleted(
                answering: request, with: reply.answer, note: reply.note, agencyReference: reply.reference))
    }

    private func message<Body: MessageBody>(_ body: Body) throws(ContractViolation) -> OutboundMessage {
        let answer = Envelope(
            type: Body.type, source: MessageSource(region: envelope.region, agency: agency),
            subject: envelope.subject, causation: envelope.id, traceparent: envelope.traceparent,
            tracestate: envelope.tracestate)
        var properties = MessageProperties(answer.wire)
        properties.userID = agency.value
        return OutboundMessage(
            exchange: WireNames.Exchange.results, routingKey: WireNames.routingKey(agency, check),
            properties: properties, body: try ContractCoding.encode(body))
    }
}
