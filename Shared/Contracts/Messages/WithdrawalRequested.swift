/// The applicant wants to take the application back (*pencabutan permohonan*).
public struct WithdrawalRequested: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.withdrawalRequested

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// Why.
    public var reason: WithdrawalReason
    /// When it was asked for.
    public var requestedAt: Timestamp
    /// The officer who asked for the applicant, by an opaque subject.
    public var assistedBy: String?

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, reason, requestedAt, assistedBy
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, reason: WithdrawalReason, requestedAt: Timestamp,
        assistedBy: String? = nil
    ) {
        self.submissionID = submissionID
        self.number = number
        self.reason = reason
        self.requestedAt = requestedAt
        self.assistedBy = assistedBy
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        if let assistedBy { faults.length(assistedBy, 1...128, "/assistedBy") }
        try faults.finish()
    }
}
