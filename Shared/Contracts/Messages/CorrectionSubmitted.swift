/// The applicant answered a correction request (*perbaikan*).
public struct CorrectionSubmitted: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.correctionSubmitted

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The round that is answered, from 1.
    public var round: Int
    /// What was mended.
    public var items: [CorrectedItem]
    /// When it was taken in.
    public var submittedAt: Timestamp
    /// All documents of the application after the correction.
    public var documents: [DocumentReference]
    /// The applicant and the form anew, when a field changed.
    public var application: SealedPart?
    /// Where the applicant is reached, when that changed.
    public var contact: SealedPart?

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, round, items, submittedAt, documents, application, contact
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, round: Int, items: [CorrectedItem],
        submittedAt: Timestamp, documents: [DocumentReference], application: SealedPart? = nil,
        contact: SealedPart? = nil
    ) {
        self.submissionID = submissionID
        self.number = number
        self.round = round
        self.items = items
        self.submittedAt = submittedAt
        self.documents = documents
        self.application = application
        self.contact = contact
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(round >= 1, "/round", "range", "must be at least 1")
        faults.count(items.count, 1...100, "/items")
        for (index, item) in items.enumerated() { item.check("/items/\(index)", &faults) }
        DocumentReference.check(documents, "/documents", &faults)
        application?.check("/application", &faults)
        contact?.check("/contact", &faults)
        try faults.finish()
    }
}
