/// A deadline has passed and the application is still open.
public struct DeadlineBreached: VerificationEvent, Hashable {
    /// The type on the wire.
    public static let type = MessageType.deadlineBreached

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
    /// What the service's policy does about it.
    public var policy: BreachPolicy
    /// Who is waited for.
    public var waitingFor: [WaitedParty]
    /// What happened besides, in order.
    public var entries: [TimelineEntry]

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, state, deadline, transitions, deadlineKind, dueAt, policy, waitingFor, entries
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, state: SubmissionState, deadline: DeadlineStatus,
        transitions: [Transition], deadlineKind: DeadlineKind, dueAt: Timestamp, policy: BreachPolicy,
        waitingFor: [WaitedParty], entries: [TimelineEntry] = []
    ) {
        self.submissionID = submissionID
        self.number = number
        self.state = state
        self.deadline = deadline
        self.transitions = transitions
        self.deadlineKind = deadlineKind
        self.dueAt = dueAt
        self.policy = policy
        self.waitingFor = waitingFor
        self.entries = entries
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        checkShared(&faults)
        faults.require(!state.isFinal, "/state", "state", "must be open; a final state is told by submission.closed")
        faults.count(waitingFor.count, 1...100, "/waitingFor")
        WaitedParty.check(waitingFor, "/waitingFor", &faults)
        faults.count(entries.count, 0...200, "/entries")
        for (index, entry) in entries.enumerated() { entry.check("/entries/\(index)", &faults) }
        try faults.finish()
    }
}
