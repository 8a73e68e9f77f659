/// An application reached its final state; sent exactly once, with all that tells the applicant and keeps the record.
public struct SubmissionClosed: VerificationEvent, Hashable {
    /// The type on the wire.
    public static let type = MessageType.submissionClosed

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The final state.
    public var state: SubmissionState
    /// How its deadline stands: stopped.
    public var deadline: DeadlineStatus
    /// Every move of the transaction.
    public var transitions: [Transition]
    /// The service and the version that it was filed under.
    public var service: ServiceReference
    /// How it came in.
    public var channel: SubmissionChannel
    /// The officer who filed it for the applicant, by an opaque subject.
    public var assistedBy: String?
    /// What the applicant is known by.
    public var identityKind: IdentityKind
    /// How sure the identity is.
    public var assuranceLevel: AssuranceLevel
    /// The language in which the applicant is told.
    public var language: Language
    /// When it was taken in.
    public var receivedAt: Timestamp
    /// When it was closed.
    public var closedAt: Timestamp
    /// How it ended and why.
    public var decision: Decision
    /// The number of the permit (*nomor izin*); an issued application has one.
    public var permitNumber: String?
    /// How often a correction was asked for.
    public var correctionRounds: Int
    /// Every move from the beginning.
    public var history: [Transition]
    /// How each agency's check ended.
    public var checks: [CheckSummary]
    /// The supporting documents.
    public var documents: [DocumentReference]
    /// Verification's sequence number of this event, its last about this application.
    public var lastSequence: Int
    /// The row of the retention schedule.
    public var retention: RetentionRow
    /// The applicant and the form, for archiving.
    public var application: SealedPart
    /// Where the applicant is reached, for notification.
    public var contact: SealedPart
    /// By what equal applicants are found.
    public var applicant: LookupHash?

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, state, deadline, transitions, service, channel, assistedBy, identityKind, assuranceLevel
        case language, receivedAt, closedAt, decision, permitNumber, correctionRounds, history, checks, documents
        case lastSequence, retention, application, contact, applicant
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, state: SubmissionState, deadline: DeadlineStatus,
        transitions: [Transition], service: ServiceReference, channel: SubmissionChannel, assistedBy: String? = nil,
        identityKind: IdentityKind, assuranceLevel: AssuranceLevel, language: Language, receivedAt: Timestamp,
        closedAt: Timestamp, decision: Decision, permitNumber: String?, correctionRounds: Int, history: [Transition],
        checks: [CheckSummary], documents: [DocumentReference], lastSequence: Int, retention: RetentionRow,
        application: SealedPart, contact: SealedPart, applicant: LookupHash? = nil
    ) {
        self.submissionID = submissionID
        self.number = number
        self.state = state
        self.deadline = deadline
        self.transitions = transitions
        self.service = service
        self.channel = channel
        self.assistedBy = assistedBy
        self.identityKind = identityKind
        self.assuranceLevel = assuranceLevel
        self.language = language
        self.receivedAt = receivedAt
        self.closedAt = closedAt
        self.decision = decision
        self.permitNumber = permitNumber
        self.correctionRounds = correctionRounds
        self.history = history
        self.checks = checks
        self.documents = documents
        self.lastSequence = lastSequence
        self.retention = retention
        self.application = application
        self.contact = contact
        self.applicant = applicant
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        checkShared(&faults)
        faults.require(state.isFinal, "/state", "state", "must be a final state")
        faults.require(deadline.status == .stopped, "/deadline/status", "state", "must be stopped")
        service.check("/service", &faults)
        if let assistedBy { faults.length(assistedBy, 1...128, "/assistedBy") }
        decision.check("/decision", &faults)
        faults.require(decision.state == state, "/decision/outcome", "state", "must lead to the state")
        if let permitNumber { faults.length(permitNumber, 1...100, "/permitNumber") }
        if state == .issued { faults.presence(permitNumber != nil, when: true, "/permitNumber") }
        faults.require(correctionRounds >= 0, "/correctionRounds", "range", "must be at least 0")
        faults.count(history.count, 1...500, "/history")
        Transition.check(history, endingIn: state, "/history", &faults)
        if let first = history.first {
            faults.require(first.trigger == .filed, "/history/0/trigger", "gap", "must be filed")
        }
        faults.count(checks.count, 0...50, "/checks")
        for (index, check) in checks.enumerated() { check.check("/checks/\(index)", &faults) }
        DocumentReference.check(documents, "/documents", &faults)
        faults.require(lastSequence >= 1, "/lastSequence", "range", "must be at least 1")
        retention.check("/retention", &faults)
        application.check("/application", &faults)
        contact.check("/contact", &faults)
        applicant?.check("/applicant", &faults)
        try faults.finish()
    }
}
