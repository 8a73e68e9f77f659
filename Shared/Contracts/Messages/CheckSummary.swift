/// How one agency's check ended.
public struct CheckSummary: Codable, Hashable, Sendable {
    /// The check.
    public var checkID: CheckID
    /// The agency.
    public var agency: AgencyCode
    /// The kind of check.
    public var check: CheckCode
    /// The answer; nil when none came.
    public var result: CheckResult?
    /// How often the agency was asked.
    public var attempts: Int
    /// When it was asked first.
    public var requestedAt: Timestamp
    /// When it answered.
    public var answeredAt: Timestamp?
    /// The agency's own reference.
    public var agencyReference: String?

    private enum CodingKeys: String, CodingKey {
        case checkID = "checkId"
        case agency, check, result, attempts, requestedAt, answeredAt, agencyReference
    }

    /// Describes a check's end.
    public init(
        checkID: CheckID, agency: AgencyCode, check: CheckCode, result: CheckResult?, attempts: Int,
        requestedAt: Timestamp, answeredAt: Timestamp?, agencyReference: String? = nil
    ) {
        self.checkID = checkID
        self.agency = agency
        self.check = check
        self.result = result
        self.attempts = attempts
        self.requestedAt = requestedAt
        self.answeredAt = answeredAt
        self.agencyReference = agencyReference
    }

    /// Checks numbers and texts.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        faults.require(attempts >= 0, pointer + "/attempts", "range", "must be at least 0")
        faults.presence(answeredAt != nil, when: result != nil, pointer + "/answeredAt")
        if let agencyReference { faults.length(agencyReference, 1...128, pointer + "/agencyReference") }
    }
}
