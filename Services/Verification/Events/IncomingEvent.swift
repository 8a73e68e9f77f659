package import Contracts
package import Pipeline

/// A message of the core that verification consumes.
package enum IncomingEvent: Sendable {
    /// An application was taken in.
    case received(SubmissionReceived)
    /// The applicant answered a correction request.
    case corrected(CorrectionSubmitted)
    /// The applicant wants to withdraw.
    case withdrawn(WithdrawalRequested)
    /// The record is kept.
    case archived(RecordArchived)
    /// The record's content is gone.
    case disposed(RecordDisposed)

    /// Reads a message.
    ///
    /// - Throws: `ContractViolation` for a body that is not valid, a type that verification does not consume, a sender
    ///   that the type does not have, and a subject that is not the body's.
    package init(_ inbound: InboundMessage) throws(ContractViolation) {
        let (envelope, body) = (inbound.envelope, inbound.body)
        let subject: SubmissionID
        switch envelope.type {
        case .submissionReceived:
            let message = try ContractCoding.decode(SubmissionReceived.self, from: body)
            (self, subject) = (.received(message), message.submissionID)
        case .correctionSubmitted:
            let message = try ContractCoding.decode(CorrectionSubmitted.self, from: body)
            (self, subject) = (.corrected(message), message.submissionID)
        case .withdrawalRequested:
            let message = try ContractCoding.decode(WithdrawalRequested.self, from: body)
            (self, subject) = (.withdrawn(message), message.submissionID)
        case .recordArchived:
            let message = try ContractCoding.decode(RecordArchived.self, from: body)
            (self, subject) = (.archived(message), message.submissionID)
        case .recordDisposed:
            let message = try ContractCoding.decode(RecordDisposed.self, from: body)
            (self, subject) = (.disposed(message), message.submissionID)
        default: throw ContractViolation(code: "type", message: "must be a type that verification consumes")
        }
        guard subject == envelope.subject else {
            throw ContractViolation(
                pointer: "/submissionId", code: "mismatch", message: "must be the envelope's subject")
        }
        guard case .service(let sender) = envelope.source.sender,
            MessageRoute.of(envelope.type)?.sender == .service(sender)
        else { throw ContractViolation(code: "source", message: "must come from the service that may send the type") }
    }
}
