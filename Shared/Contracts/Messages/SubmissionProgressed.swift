/// Something happened that the citizen's timeline shows.
public struct SubmissionProgressed: VerificationEvent, Hashable {
    /// The type on the wire.
    public static let type = MessageType.submissionProgressed

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
    /// What happened, in order.
    public var entries: [TimelineEntry]
    /// Who is waited for now.
    public var waitingFor: [WaitedParty]

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, state, deadline, transitions, entries, waitingFor
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, state: SubmissionState, deadline: DeadlineStatus,
        transitions: [Transition], entries: [TimelineEntry], waitingFor: [WaitedParty] = []
    ) {
        self.submissionID = submissionID
        self.number = number
        self.state = state
        self.deadline = deadline
        self.transitions = transitions
        self.entries = entries
        self.waitingFor = waitingFor
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        checkShared(&faults)
        faults.count(entries.count, 0...200, "/entries")
        for (index, entry) in entries.enumerated() { entry.check("/entries/\(index)", &faults) }
        WaitedParty.check(waitingFor, "/waitingFor", &faults)
        try faults.finish()
    }
}
