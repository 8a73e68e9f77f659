package import Contracts

/// An event that somebody has to be told of.
package enum NotificationEvent: Sendable {
    /// The application was taken in; brings the contact.
    case received(SubmissionReceived)
    /// Something must be mended.
    case correctionRequested(CorrectionRequested)
    /// A deadline comes near.
    case deadlineWarned(DeadlineWarned)
    /// A deadline has passed.
    case deadlineBreached(DeadlineBreached)
    /// The application is closed; brings the contact again.
    case closed(SubmissionClosed)

    /// The number that the citizen holds.
    package var number: SubmissionNumber {
        switch self {
        case .received(let body): body.number
        case .correctionRequested(let body): body.number
        case .deadlineWarned(let body): body.number
        case .deadlineBreached(let body): body.number
        case .closed(let body): body.number
        }
    }

    /// The language and the sealed contact, where the event brings them.
    package var contact: (language: Language, part: SealedPart)? {
        switch self {
        case .received(let body): (body.language, body.contact)
        case .closed(let body): (body.language, body.contact)
        case .correctionRequested, .deadlineWarned, .deadlineBreached: nil
        }
    }

    /// Reads the body of a type that is told of.
    ///
    /// - Throws: `ContractViolation`: `unknown-type`, or what is wrong with the body.
    package init(type: MessageType, body: [UInt8]) throws(ContractViolation) {
        switch type {
        case .submissionReceived: self = .received(try ContractCoding.decode(SubmissionReceived.self, from: body))
        case .correctionRequested:
            self = .correctionRequested(try ContractCoding.decode(CorrectionRequested.self, from: body))
        case .deadlineWarned: self = .deadlineWarned(try ContractCoding.decode(DeadlineWarned.self, from: body))
        case .deadlineBreached: self = .deadlineBreached(try ContractCoding.decode(DeadlineBreached.self, from: body))
        case .submissionClosed: self = .closed(try ContractCoding.decode(SubmissionClosed.self, from: body))
        default: throw ContractViolation(code: "unknown-type", message: "must be a type that notification tells of")
        }
    }
}
