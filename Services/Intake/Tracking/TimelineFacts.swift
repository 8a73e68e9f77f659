package import Contracts

/// What the timeline shows of one event; never who the officer was, and no personal data.
package struct TimelineFacts: Codable, Sendable, Equatable {
    /// A move of the state.
    package struct Move: Codable, Sendable, Equatable {
        /// The state before.
        package let from: SubmissionState?
        /// The state after.
        package let to: SubmissionState
        /// What moved it.
        package let trigger: SubmissionTrigger
        /// When.
        package let at: Timestamp
        /// What kind of actor.
        package let by: TransitionActor.Kind
        /// The reasons, by their codes.
        package let reasons: [ReasonCode]?
        /// OSS-RBA's status code.
        package let ossCode: String?

        /// Shows a move.
        package init(_ transition: Transition) {
            from = transition.from
            to = transition.to
            trigger = transition.trigger
            at = transition.at
            by = transition.actor.kind
            reasons = transition.reasons
            ossCode = transition.ossCode
        }
    }

    /// A deadline that comes near or has passed.
    package struct Deadline: Codable, Sendable, Equatable {
        /// Which.
        package let kind: DeadlineKind
        /// When it passes or passed.
        package let dueAt: Timestamp
        /// How much of the time is used.
        package let usedPercent: Int?
        /// What the service's policy does about it.
        package let policy: BreachPolicy?

        /// Collects the fields.
        package init(kind: DeadlineKind, dueAt: Timestamp, usedPercent: Int?, policy: BreachPolicy?) {
            self.kind = kind
            self.dueAt = dueAt
            self.usedPercent = usedPercent
            self.policy = policy
        }
    }

    /// A notice that was settled.
    package struct Notice: Codable, Sendable, Equatable {
        /// The type of the event that it tells about.
        package let about: MessageType
        /// The way it took.
        package let channel: NoticeChannel
        /// How it ended.
        package let outcome: NoticeSettled.Outcome
        /// Why it failed.
        package let reason: String?

        /// Collects the fields.
        package init(_ settled: NoticeSettled) {
            about = settled.eventType
            channel = settled.channel
            outcome = settled.outcome
            reason = settled.reason
        }
    }

    /// How many documents came with it.
    package var documents: Int?
    /// The moves.
    package var transitions: [Move]?
    /// What happened, in order.
    package var entries: [TimelineEntry]?
    /// The correction that is asked for.
    package var correction: OpenCorrection?
    /// The pointers of what was mended.
    package var corrected: [String]?
    /// The correction's round.
    package var round: Int?
    /// Why the applicant withdraws.
    package var withdrawal: WithdrawalReason?
    /// The deadline it is about.
    package var deadline: Deadline?
    /// How it ended.
    package var outcome: SubmissionOutcome?
    /// The notice.
    package var notice: Notice?
    /// The record.
    package var record: RecordProof?

    /// Collects what there is.
    package init(
        documents: Int? = nil, transitions: [Move]? = nil, entries: [TimelineEntry]? = nil,
        correction: OpenCorrection? = nil, corrected: [String]? = nil, round: Int? = nil,
        withdrawal: WithdrawalReason? = nil, deadline: Deadline? = nil, outcome: SubmissionOutcome? = nil,
        notice: Notice? = nil, record: RecordProof? = nil
    ) {
        self.documents = documents
        self.transitions = transitions
        self.entries = entries
        self.correction = correction
        self.corrected = corrected
        self.round = round
        self.withdrawal = withdrawal
        self.deadline = deadline
        self.outcome = outcome
        self.notice = notice
        self.record = record
    }
}
