/// An agency is asked to check its part of an application.
///
/// - Shape: `checkId` stays the same over all attempts; an answer to an older attempt counts while the check is open. The
///   fields are those that the agency's contract declares, in clear or encrypted to the agency's key.
public struct CheckRequested: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.checkRequested

    /// The check.
    public var checkID: CheckID
    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The service and the version that the application was filed under.
    public var service: ServiceReference
    /// The agency that is asked.
    public var agency: AgencyCode
    /// The kind of check.
    public var check: CheckCode
    /// Which attempt this is, from 1.
    public var attempt: Int
    /// When the agency is asked.
    public var requestedAt: Timestamp
    /// Until when an answer counts.
    public var answerBy: Timestamp
    /// The declared fields in clear.
    public var fields: [String: JSONValue]?
    /// The declared fields encrypted to the agency's key, as a compact JWE.
    public var encryptedFields: String?
    /// The documents that the agency may fetch.
    public var documents: [CheckDocument]
    /// The bearer token for the documents, valid for this check and agency until `answerBy`.
    public var documentAccess: String?

    private enum CodingKeys: String, CodingKey {
        case checkID = "checkId"
        case submissionID = "submissionId"
        case number, service, agency, check, attempt, requestedAt, answerBy, fields, encryptedFields, documents
        case documentAccess
    }

    /// Collects the fields.
    public init(
        checkID: CheckID, submissionID: SubmissionID, number: SubmissionNumber, service: ServiceReference,
        agency: AgencyCode, check: CheckCode, attempt: Int, requestedAt: Timestamp, answerBy: Timestamp,
        fields: [String: JSONValue]?, encryptedFields: String? = nil, documents: [CheckDocument] = [],
        documentAccess: String? = nil
    ) {
        self.checkID = checkID
        self.submissionID = submissionID
        self.number = number
        self.service = service
        self.agency = agency
        self.check = check
        self.attempt = attempt
        self.requestedAt = requestedAt
        self.answerBy = answerBy
        self.fields = fields
        self.encryptedFields = encryptedFields
        self.documents = documents
        self.documentAccess = documentAccess
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        service.check("/service", &faults)
        faults.require(attempt >= 1, "/attempt", "range", "must be at least 1")
        faults.require(answerBy > requestedAt, "/answerBy", "range", "must be later than requestedAt")
        faults.presence(fields != nil, when: encryptedFields == nil, "/fields")
        faults.count(documents.count, 0...100, "/documents")
        for (index, document) in documents.enumerated() { document.check("/documents/\(index)", &faults) }
        faults.presence(documentAccess != nil, when: !documents.isEmpty, "/documentAccess")
        if let documentAccess { faults.length(documentAccess, 16...4000, "/documentAccess") }
        try faults.finish()
    }
}
