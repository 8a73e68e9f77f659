/// An agency took a question on and answers later.
public struct CheckAccepted: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.checkAccepted

    /// The check.
    public var checkID: CheckID
    /// The application.
    public var submissionID: SubmissionID
    /// The agency.
    public var agency: AgencyCode
    /// The kind of check.
    public var check: CheckCode
    /// The attempt that is answered.
    public var attempt: Int
    /// When it was taken on.
    public var acceptedAt: Timestamp
    /// When the answer is expected.
    public var expectedAt: Timestamp?
    /// The agency's own reference.
    public var agencyReference: String?

    private enum CodingKeys: String, CodingKey {
        case checkID = "checkId"
        case submissionID = "submissionId"
        case agency, check, attempt, acceptedAt, expectedAt, agencyReference
    }

    /// Collects the fields.
    public init(
        checkID: CheckID, submissionID: SubmissionID, agency: AgencyCode, check: CheckCode, attempt: Int,
        acceptedAt: Timestamp, expectedAt: Timestamp? = nil, agencyReference: String? = nil
    ) {
        self.checkID = checkID
        self.submissionID = submissionID
        self.agency = agency
        self.check = check
        self.attempt = attempt
        self.acceptedAt = acceptedAt
        self.expectedAt = expectedAt
        self.agencyReference = agencyReference
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(attempt >= 1, "/attempt", "range", "must be at least 1")
        if let agencyReference { faults.length(agencyReference, 1...128, "/agencyReference") }
        try faults.finish()
    }
}
