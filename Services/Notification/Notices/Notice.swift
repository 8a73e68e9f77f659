package import Contracts

/// A notice as its row keeps it.
package struct Notice: Sendable {
    /// The notice.
    package let id: NoticeID
    /// The region.
    package let region: RegionCode
    /// The application.
    package let submission: SubmissionID
    /// The event that it tells about.
    package let event: MessageID
    /// That event's type.
    package let eventType: MessageType
    /// The trace of that event.
    package let traceparent: String?
    /// What it says.
    package let facts: NoticeFacts
    /// When it was made.
    package let createdAt: Timestamp
    /// The channel and the recipient, once they are known.
    package private(set) var reach: Reach
    /// The Message-ID under which it is handed over.
    package private(set) var messageID: String?
    /// Where it stands.
    package private(set) var machine: NoticeMachine
    /// The version of the template that it was last rendered with.
    package var templateVersion: Int?
    /// Why it failed, or why nobody knows.
    package private(set) var reason: String?
    /// In how many seconds it is due; nil when nothing is to be done.
    package private(set) var dueIn: Int64?
    /// How it ended, when it did.
    package private(set) var outcome: NoticeSettled.Outcome?

    /// A notice about an event, before its recipient is known.
    package init(
        about event: MessageID, _ eventType: MessageType, traceparent: String?, facts: NoticeFacts,
        submission: SubmissionID, region: RegionCode, at now: Timestamp
    ) {
        id = .make()
        self.region = region
        self.submission = submission
        self.event = event
        self.eventType = eventType
        self.traceparent = traceparent
        self.facts = facts
        createdAt = now
        reach = .unknown
        machine = NoticeMachine()
    }

    init(
        id: NoticeID, region: RegionCode, submission: SubmissionID, event: MessageID, eventType: MessageType,
        traceparent: String?, facts: NoticeFacts, createdAt: Timestamp, reach: Reach, messageID: String?,
        machine: NoticeMachine
    ) {
        self.id = id
        self.region = region
        self.submission = submission
        self.event = event
        self.eventType = eventType
        self.traceparent = traceparent
        self.facts = facts
        self.createdAt = createdAt
        self.reach = reach
        self.messageID = messageID
        self.machine = machine
    }

    /// Addresses a notice that waits for its contact.
    package mutating func address(_ reach: Reach, domain: String, policy: NoticePolicy) {
        guard machine.state == .awaitingContact else { return }
        switch reach {
        case .unknown: return
        case .reachable(let channel, let recipient):
            self.reach = reach
            messageID = NoticeMessageID.make(event: event, recipient: recipient, channel: channel, domain: domain)
            apply(.addressed, policy: policy)
        case .unreachable(let reason):
            apply(.unaddressable(reason: reason), policy: policy)
        }
    }

    /// Applies what happened.
    ///
    /// - Returns: whether it has to be handed to the transport now.
    @discardableResult
    package mutating func apply(
        _ input: NoticeMachine.Input, policy: NoticePolicy, leaseSeconds: Int64 = 0
    ) -> Bool {
        var handsOver = false
        for action in machine.on(input, policy: policy) {
            switch action {
            case .wait(let seconds): dueIn = seconds
            case .handOver:
                dueIn = leaseSeconds
                handsOver = true
            case .settle(let outcome, let reason):
                dueIn = nil
                self.outcome = outcome
                self.reason = reason
            }
        }
        return handsOver
    }

    /// Keeps the lease of a notice whose end another transaction will write.
    mutating func hold(leaseSeconds: Int64) { dueIn = leaseSeconds }
}
