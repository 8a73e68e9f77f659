/// A deadline comes near.
public struct DeadlineWarned: VerificationEvent, Hashable {
    /// The type on the wire.
    public static let type = MessageType.deadlineWarned

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// Where the application stands now.
    public var state: SubmissionState
    /// How its deadline stands now.
    public var deadline: DeadlineStatus
    /// Every move of the transaction.
    public var transitions: [Transition]
    /// Which deadline.
    public var deadlineKind: DeadlineKind
    /// When it passes or passed.
    public var dueAt: Timestamp
    /// How much of the time is used, 1 to 100.
    public var usedPercent: Int
    /// Who is waited for.
    public var waitingFor: [WaitedParty]
    /// What happened besides, in order.
    public var entries: [TimelineEntry]

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, state, deadline, transitions, deadlineKind, dueAt, usedPercent, waitingFor, entries
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, state: SubmissionState, deadline: DeadlineStatus,
        transitions: [Transition], deadlineKind: DeadlineKind, dueAt: Timestamp, usedPercent: Int,
        waitingFor: [WaitedParty], entries: [TimelineEntry] = []
    ) {
        self.submissionID = submissionID
        self.number = number
        self.state = state
        self.deadline = deadline
        self.transitions = transitions
        self.deadlineKind = deadlineKind
        self.dueAt = dueAt
        self.usedPercent = usedPercent
        self.waitingFor = waitingFor
        self.entries = entries
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        checkShared(&faults)
        faults.require((1...100).contains(usedPercent), "/usedPercent", "range", "must be 1 to 100")
        faults.count(waitingFor.count, 1...100, "/waitingFor")
        WaitedParty.check(waitingFor, "/waitingFor", &faults)
        faults.count(entries.count, 0...200, "/entries")
        for (index, entry) in entries.enumerated() { entry.check("/entries/\(index)", &faults) }
        try faults.finish()
    }
}
