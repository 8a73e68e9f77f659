/// An application (*permohonan*) was taken in.
public struct SubmissionReceived: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.submissionReceived

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
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
    /// The supporting documents.
    public var documents: [DocumentReference]
    /// The applicant and the form, for verification and archiving.
    public var application: SealedPart
    /// Where the applicant is reached, for notification.
    public var contact: SealedPart
    /// By what equal applicants are found.
    public var applicant: LookupHash?

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case number, service, channel, assistedBy, identityKind, assuranceLevel, language, receivedAt, documents
        case application, contact, applicant
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, service: ServiceReference, channel: SubmissionChannel,
        assistedBy: String? = nil, identityKind: IdentityKind, assuranceLevel: AssuranceLevel, language: Language,
        receivedAt: Timestamp, documents: [DocumentReference], application: SealedPart, contact: SealedPart,
        applicant: LookupHash? = nil
    ) {
        self.submissionID = submissionID
        self.number = number
        self.service = service
        self.channel = channel
        self.assistedBy = assistedBy
        self.identityKind = identityKind
        self.assuranceLevel = assuranceLevel
        self.language = language
        self.receivedAt = receivedAt
        self.documents = documents
        self.application = application
        self.contact = contact
        self.applicant = applicant
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        service.check("/service", &faults)
        if let assistedBy { faults.length(assistedBy, 1...128, "/assistedBy") }
        faults.require(
            assistedBy != nil || channel != .assisted, "/assistedBy", "required", "must be present when assisted")
        DocumentReference.check(documents, "/documents", &faults)
        application.check("/application", &faults)
        contact.check("/contact", &faults)
        applicant?.check("/applicant", &faults)
        try faults.finish()
    }
}
