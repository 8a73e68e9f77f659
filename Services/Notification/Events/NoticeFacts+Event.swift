package import Contracts

extension NoticeFacts {
    /// What a notice says of an event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - time: when, by the envelope.
    package init(_ event: NotificationEvent, at time: Timestamp) {
        switch event {
        case .received(let body):
            self.init(kind: .received, number: body.number, at: body.receivedAt)
        case .correctionRequested(let body):
            self.init(kind: .correctionRequested, number: body.number, at: time)
            answerBy = body.answerBy
            defects = body.defects.map { Defect(text: $0.text, remedy: $0.remedy) }
        case .deadlineWarned(let body):
            self.init(kind: .deadlineWarned, number: body.number, at: time)
            add(body.deadlineKind, body.dueAt, body.waitingFor)
        case .deadlineBreached(let body):
            self.init(kind: .deadlineBreached, number: body.number, at: time)
            add(body.deadlineKind, body.dueAt, body.waitingFor)
        case .closed(let body):
            self.init(kind: NoticeKind(closing: body.decision.outcome), number: body.number, at: body.closedAt)
            reasons = body.decision.reasons.map { Reason(text: $0.text, legalBasis: $0.legalBasis) }
            legalBasis = body.decision.legalBasis
            objection = body.decision.objection
        }
        if let status = event.deadline, status.status == .running { deadline = status.dueAt }
    }

    private mutating func add(_ kind: DeadlineKind, _ due: Timestamp, _ parties: [WaitedParty]) {
        deadlineKind = kind
        dueAt = due
        waitsForApplicant = parties.contains { $0.kind == .applicant }
    }
}

extension NotificationEvent {
    /// How the legal deadline stands, where verification says so.
    fileprivate var deadline: DeadlineStatus? {
        switch self {
        case .received: nil
        case .correctionRequested(let body): body.deadline
        case .deadlineWarned(let body): body.deadline
        case .deadlineBreached(let body): body.deadline
        case .closed(let body): body.deadline
        }
    }
}

extension NoticeKind {
    /// The kind that tells how an application ended.
    init(closing outcome: Decision.Outcome) {
        switch outcome {
        case .approved: self = .issued
        case .refused: self = .refused
        case .deemedApproved: self = .deemedApproved
        case .withdrawn: self = .withdrawn
        case .lapsed: self = .lapsed
        }
    }
}
