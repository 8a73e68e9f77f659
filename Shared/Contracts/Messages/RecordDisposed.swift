/// The content of a record was destroyed or handed over; its proof stays in the chain.
public struct RecordDisposed: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.recordDisposed

    /// What became of the content.
    public enum Action: String, CaseIterable, Codable, Sendable {
        /// *Dimusnahkan*.
        case destroyed
        /// Handed to the archive institution (*diserahkan*).
        case transferred
    }

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The record.
    public var recordID: RecordID
    /// The place of the disposal's own record in the region's chain, from 1.
    public var chainIndex: Int64
    /// SHA-256 of the disposal's own record, in 64 lower-case hexadecimal digits.
    public var hash: String
    /// What became of the content.
    public var action: Action
    /// The rule and the minutes that it rests on.
    public var legalBasis: String
    /// When.
    public var disposedAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case recordID = "recordId"
        case number, chainIndex, hash, action, legalBasis, disposedAt
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, recordID: RecordID, chainIndex: Int64, hash: String,
        action: Action, legalBasis: String, disposedAt: Timestamp
    ) {
        self.submissionID = submissionID
        self.number = number
        self.recordID = recordID
        self.chainIndex = chainIndex
        self.hash = hash
        self.action = action
        self.legalBasis = legalBasis
        self.disposedAt = disposedAt
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(chainIndex >= 1, "/chainIndex", "range", "must be at least 1")
        faults.sha256(hash, "/hash")
        faults.length(legalBasis, 1...500, "/legalBasis")
        try faults.finish()
    }
}
