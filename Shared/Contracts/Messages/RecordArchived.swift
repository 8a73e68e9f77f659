/// The record (*arsip*) of an application is kept, with its place in the region's chain.
public struct RecordArchived: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.recordArchived

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The record.
    public var recordID: RecordID
    /// Its place in the region's chain, from 1.
    public var chainIndex: Int64
    /// SHA-256 of the record, in 64 lower-case hexadecimal digits.
    public var hash: String
    /// The hash of the record before it; nil for the first.
    public var previousHash: String?
    /// When it was kept.
    public var archivedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case recordID = "recordId"
        case number, chainIndex, hash, previousHash, archivedAt
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, recordID: RecordID, chainIndex: Int64, hash: String,
        previousHash: String?, archivedAt: Timestamp
    ) {
        self.submissionID = submissionID
        self.number = number
        self.recordID = recordID
        self.chainIndex = chainIndex
        self.hash = hash
        self.previousHash = previousHash
        self.archivedAt = archivedAt
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(chainIndex >= 1, "/chainIndex", "range", "must be at least 1")
        faults.sha256(hash, "/hash")
        if let previousHash { faults.sha256(previousHash, "/previousHash") }
        faults.presence(previousHash != nil, when: chainIndex > 1, "/previousHash")
        try faults.finish()
    }
}
