package import Contracts
import Pipeline

/// A message that intake consumes.
package enum IntakeEvent: Sendable {
    /// Something happened.
    case progressed(SubmissionProgressed)
    /// The applicant must mend something.
    case correctionRequested(CorrectionRequested)
    /// A deadline comes near.
    case deadlineWarned(DeadlineWarned)
    /// A deadline has passed.
    case deadlineBreached(DeadlineBreached)
    /// The application is closed.
    case closed(SubmissionClosed)
    /// A notice was settled.
    case noticeSettled(NoticeSettled)
    /// The record is kept.
    case archived(RecordArchived)
    /// The record's content is gone.
    case disposed(RecordDisposed)

    /// Reads a body by its type.
    /// - Throws: `ContractViolation`; `type` for a type that intake does not consume.
    package init(_ type: MessageType, body: [UInt8]) throws(ContractViolation) {
        switch type {
        case .submissionProgressed:
            self = .progressed(try ContractCoding.decode(SubmissionProgressed.self, from: body))
        case .correctionRequested:
            self = .correctionRequested(try ContractCoding.decode(CorrectionRequested.self, from: body))
        case .deadlineWarned: self = .deadlineWarned(try ContractCoding.decode(DeadlineWarned.self, from: body))
        case .deadlineBreached: self = .deadlineBreached(try ContractCoding.decode(DeadlineBreached.self, from: body))
        case .submissionClosed: self = .closed(try ContractCoding.decode(SubmissionClosed.self, from: body))
        case .noticeSettled: self = .noticeSettled(try ContractCoding.decode(NoticeSettled.self, from: body))
        case .recordArchived: self = .archived(try ContractCoding.decode(RecordArchived.self, from: body))
        case .recordDisposed: self = .disposed(try ContractCoding.decode(RecordDisposed.self, from: body))
        default: throw ContractViolation(code: "type", message: "must be a type that intake consumes")
        }
    }

    /// What verification says with each of its events; nil for the others.
    package var standing: (any VerificationEvent)? {
        switch self {
        case .progressed(let event): event
        case .correctionRequested(let event): event
        case .deadlineWarned(let event): event
        case .deadlineBreached(let event): event
        case .closed(let event): event
        case .noticeSettled, .archived, .disposed: nil
        }
    }

    /// Who is waited for after it; nil where it says nothing about that.
    package func waitingFor(at time: Timestamp) -> [WaitedParty]? {
        switch self {
        case .progressed(let event): event.waitingFor
        case .correctionRequested(let event):
            [WaitedParty(kind: .applicant, since: event.transitions.last?.at ?? time)]
        case .deadlineWarned(let event): event.waitingFor
        case .deadlineBreached(let event): event.waitingFor
        case .closed: []
        case .noticeSettled, .archived, .disposed: nil
        }
    }

    /// Whether it must lead to a notice.
    package var mustBeNoticed: Bool {
        switch self {
        case .correctionRequested, .deadlineWarned, .deadlineBreached, .closed: true
        case .progressed, .noticeSettled, .archived, .disposed: false
        }
    }

    /// What the timeline shows of it.
    package func facts(_ envelope: Envelope) -> TimelineFacts {
        var facts = TimelineFacts()
        if let standing, !standing.transitions.isEmpty {
            facts.transitions = standing.transitions.map(TimelineFacts.Move.init)
        }
        switch self {
        case .progressed(let event): facts.entries = event.entries
        case .correctionRequested(let event):
            facts.entries = event.entries
            facts.correction = OpenCorrection(event, event: envelope.id)
        case .deadlineWarned(let event):
            facts.entries = event.entries
            facts.deadline = TimelineFacts.Deadline(
                kind: event.deadlineKind, dueAt: event.dueAt, usedPercent: event.usedPercent, policy: nil)
        case .deadlineBreached(let event):
            facts.entries = event.entries
            facts.deadline = TimelineFacts.Deadline(
                kind: event.deadlineKind, dueAt: event.dueAt, usedPercent: nil, policy: event.policy)
        case .closed(let event): facts.outcome = SubmissionOutcome(event)
        case .noticeSettled(let event): facts.notice = TimelineFacts.Notice(event)
        case .archived(let event): facts.record = RecordProof(event)
        case .disposed(let event): facts.record = RecordProof(event)
        }
        if facts.entries?.isEmpty == true { facts.entries = nil }
        return facts
    }
}
