/// The applicant must mend something (*permintaan perbaikan*); all defects found are in it.
public struct CorrectionRequested: VerificationEvent, Hashable {
    /// The type on the wire.
    public static let type = MessageType.correctionRequested

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
    /// The round, from 1.
    public var round: Int
    /// Everything to mend.
    public var defects: [Defect]
    /// The correction's own deadline; nil when the calendar for it is missing.
    public var answerBy: Timestamp?
    /// What happened besides, in order.
    public var entries: [TimelineEntry]

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, state, deadline, transitions, round, defects, answerBy, entries
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, state: SubmissionState, deadline: DeadlineStatus,
        transitions: [Transition], round: Int, defects: [Defect], answerBy: Timestamp?, entries: [TimelineEntry] = []
    ) {
        self.submissionID = submissionID
        self.number = number
        self.state = state
        self.deadline = deadline
        self.transitions = transitions
        self.round = round
        self.defects = defects
        self.answerBy = answerBy
        self.entries = entries
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        checkShared(&faults)
        faults.require(state == .correctionRequested, "/state", "state", "must be correction-requested")
        faults.require(round >= 1, "/round", "range", "must be at least 1")
        faults.count(defects.count, 1...100, "/defects")
        for (index, defect) in defects.enumerated() { defect.check("/defects/\(index)", &faults) }
        faults.count(entries.count, 0...200, "/entries")
        for (index, entry) in entries.enumerated() { entry.check("/entries/\(index)", &faults) }
        try faults.finish()
    }
}
