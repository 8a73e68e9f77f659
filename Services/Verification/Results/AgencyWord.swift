package import Contracts
package import Pipeline

/// A message of an agency, from a sender that the broker has proven.
package enum AgencyWord: Sendable {
    /// The agency took the question on.
    case accepted(CheckAccepted)
    /// The agency answered.
    case completed(CheckCompleted)

    /// The check.
    package var check: CheckID {
        switch self {
        case .accepted(let body): body.checkID
        case .completed(let body): body.checkID
        }
    }

    /// The agency.
    package var agency: AgencyCode {
        switch self {
        case .accepted(let body): body.agency
        case .completed(let body): body.agency
        }
    }

    /// The kind of check.
    package var code: CheckCode {
        switch self {
        case .accepted(let body): body.check
        case .completed(let body): body.check
        }
    }

    private var submission: SubmissionID {
        switch self {
        case .accepted(let body): body.submissionID
        case .completed(let body): body.submissionID
        }
    }

    /// Reads a message.
    ///
    /// - Throws: `ContractViolation` for a body that is not valid, a type that is no agency's, and an agency that is not
    ///   the one whose broker user sent it.
    package init(_ inbound: InboundMessage) throws(ContractViolation) {
        switch inbound.envelope.type {
        case .checkAccepted: self = .accepted(try ContractCoding.decode(CheckAccepted.self, from: inbound.body))
        case .checkCompleted: self = .completed(try ContractCoding.decode(CheckCompleted.self, from: inbound.body))
        default: throw ContractViolation(code: "type", message: "must be an agency's type")
        }
        guard submission == inbound.envelope.subject else {
            throw ContractViolation(
                pointer: "/submissionId", code: "mismatch", message: "must be the envelope's subject")
        }
        guard inbound.properties.userID == agency.value else {
            throw ContractViolation(
                pointer: "/agency", code: "sender", message: "must be the agency whose broker user sent the message")
        }
        guard inbound.envelope.source.sender == .agency(agency) else {
            throw ContractViolation(code: "source", message: "must be the agency's own")
        }
    }
}
