/// A notice (*pemberitahuan*) was delivered or given up.
public struct NoticeSettled: MessageBody, Hashable {
    /// The type on the wire.
    public static let type = MessageType.noticeSettled

    /// How a notice ended.
    public enum Outcome: String, CaseIterable, Codable, Sendable {
        /// The channel took it.
        case delivered
        /// The channel refused it for good, or every attempt failed.
        case failed
        /// The channel may have taken it before a crash; it was sent once more.
        case uncertain
    }

    /// The application.
    public var submissionID: SubmissionID
    /// The number that the citizen holds.
    public var number: SubmissionNumber
    /// The notice.
    public var noticeID: NoticeID
    /// The event that it tells about.
    public var event: MessageID
    /// That event's type.
    public var eventType: MessageType
    /// The way it took.
    public var channel: NoticeChannel
    /// How it ended.
    public var outcome: Outcome
    /// How often it was tried.
    public var attempts: Int
    /// When it ended.
    public var settledAt: Timestamp
    /// Why it failed, in kebab-case.
    public var reason: String?

    private enum CodingKeys: String, CodingKey {
        case submissionID = "submissionId"
        case noticeID = "noticeId"
        case number, event, eventType, channel, outcome, attempts, settledAt, reason
    }

    /// Collects the fields.
    public init(
        submissionID: SubmissionID, number: SubmissionNumber, noticeID: NoticeID, event: MessageID,
        eventType: MessageType, channel: NoticeChannel, outcome: Outcome, attempts: Int, settledAt: Timestamp,
        reason: String? = nil
    ) {
        self.submissionID = submissionID
        self.number = number
        self.noticeID = noticeID
        self.event = event
        self.eventType = eventType
        self.channel = channel
        self.outcome = outcome
        self.attempts = attempts
        self.settledAt = settledAt
        self.reason = reason
    }

    /// Checks what the types cannot say.
    public func validate() throws(ContractViolation) {
        var faults = FaultCollector()
        faults.require(attempts >= 0, "/attempts", "range", "must be at least 0")
        faults.length(eventType.rawValue, 1...100, "/eventType")
        if let reason { faults.length(reason, 1...100, "/reason") }
        if outcome == .failed { faults.presence(reason != nil, when: true, "/reason") }
        try faults.finish()
    }
}
