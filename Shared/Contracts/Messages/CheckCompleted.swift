/// An agency's answer.
///
/// - Shape: `mismatchedFields` stands with `mismatch`, `retryAfterSeconds` may stand with `unavailable`, `reasons` with
///   `not-recommended`, `defects` with `defects`; nothing of it elsewhere.
/// - Idempotency: answers are counted once by `checkId`.
public struct CheckCompleted: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.checkCompleted

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
    /// When it was answered.
    public var completedAt: Timestamp
    /// What was found.
    public var result: CheckResult
    /// The names of the fields that differ.
    public var mismatchedFields: [String]?
    /// When to ask again.
    ///
    /// - Units: seconds, at most 7 days.
    public var retryAfterSeconds: Int?
    /// Why approval is not recommended.
    public var reasons: [ReasonCode]?
    /// What must be mended.
    public var defects: [ReportedDefect]?
    /// A remark for the officer, at most 500 characters; sealed on receipt.
    public var note: String?
    /// The agency's own reference.
    public var agencyReference: String?

    private enum CodingKeys: String, CodingKey {
        case checkID = "checkId"
        case submissionID = "submissionId"
        case agency, check, attempt, completedAt, result, mismatchedFields, retryAfterSeconds, reasons, defects, note
        case agencyReference
    }

    /// Answers a question.
    public init(
        answering request: CheckRequested, with answer: CheckAnswer, at completedAt: Timestamp = .now(),
        note: String? = nil, agencyReference: String? = nil
    ) {
        self.init(
            checkID: request.checkID, submissionID: request.submissionID, agency: request.agency,
            check: request.check, attempt: request.attempt, answer: answer, completedAt: completedAt, note: note,
            agencyReference: agencyReference)
    }

    /// Collects the fields.
    public init(
        checkID: CheckID, submissionID: SubmissionID, agency: AgencyCode, check: CheckCode, attempt: Int,
        answer: CheckAnswer, completedAt: Timestamp, note: String? = nil, agencyReference: String? = nil
    ) {
        self.checkID = checkID
        self.submissionID = submissionID
        self.agency = agency
        self.check = check
        self.attempt = attempt
        self.completedAt = completedAt
        self.note = note
        self.agencyReference = agencyReference
        result = answer.result
        switch answer {
        case .match, .notFound, .recommended: break
        case .mismatch(let fields): mismatchedFields = fields
        case .unavailable(let seconds): retryAfterSeconds = seconds
        case .notRecommended(let codes): reasons = codes
        case .defects(let reported): defects = reported
        }
    }

    /// The finding together with what belongs to it.
    public var answer: CheckAnswer {
        switch result {
        case .match: .match
        case .mismatch: .mismatch(fields: mismatchedFields ?? [])
        case .notFound: .notFound
        case .unavailable: .unavailable(retryAfterSeconds: retryAfterSeconds)
        case .recommended: .recommended
        case .notRecommended: .notRecommended(reasons: reasons ?? [])
        case .defects: .defects(defects ?? [])
        }
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(attempt >= 1, "/attempt", "range", "must be at least 1")
        faults.presence(mismatchedFields != nil, when: result == .mismatch, "/mismatchedFields")
        if let mismatchedFields {
            faults.count(mismatchedFields.count, 1...100, "/mismatchedFields")
            for (index, field) in mismatchedFields.enumerated() {
                faults.length(field, 1...100, "/mismatchedFields/\(index)")
            }
        }
        if let retryAfterSeconds {
            faults.presence(true, when: result == .unavailable, "/retryAfterSeconds")
            faults.require(
                (0...604_800).contains(retryAfterSeconds), "/retryAfterSeconds", "range", "must be 0 to 604800")
        }
        faults.presence(reasons != nil, when: result == .notRecommended, "/reasons")
        if let reasons { faults.count(reasons.count, 1...50, "/reasons") }
        faults.presence(defects != nil, when: result == .defects, "/defects")
        if let defects {
            faults.count(defects.count, 1...100, "/defects")
            for (index, defect) in defects.enumerated() { defect.check("/defects/\(index)", &faults) }
        }
        if let note { faults.length(note, 1...500, "/note") }
        if let agencyReference { faults.length(agencyReference, 1...128, "/agencyReference") }
        try faults.finish()
    }
}
