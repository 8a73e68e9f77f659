/// An agency's answer is no longer wanted.
public struct CheckCancelled: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.checkCancelled

    /// Why an answer is no longer wanted.
    public enum Reason: String, CaseIterable, Codable, Sendable {
        /// The applicant withdrew.
        case withdrawn
        /// The application is closed.
        case closed
        /// A correction makes another check necessary.
        case superseded
        /// Processing is suspended.
        case held
        /// The time for an answer is over.
        case expired
    }

    /// The check.
    public var checkID: CheckID
    /// The application.
    public var submissionID: SubmissionID
    /// The agency.
    public var agency: AgencyCode
    /// The kind of check.
    public var check: CheckCode
    /// Why.
    public var reason: Reason
    /// When.
    public var cancelledAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case checkID = "checkId"
        case submissionID = "submissionId"
        case agency, check, reason, cancelledAt
    }

    /// Collects the fields.
    public init(
        checkID: CheckID, submissionID: SubmissionID, agency: AgencyCode, check: CheckCode, reason: Reason,
        cancelledAt: Timestamp
    ) {
        self.checkID = checkID
        self.submissionID = submissionID
        self.agency = agency
        self.check = check
        self.reason = reason
        self.cancelledAt = cancelledAt
    }

    /// Everything is said by the types.
    public func validate() throws(ContractViolation) {}
}
