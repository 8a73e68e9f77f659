/// Something that happened and that the citizen's timeline shows.
public struct TimelineEntry: Codable, Hashable, Sendable {
    /// The kinds of entries.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// Everything required is there.
        case completenessPassed = "completeness-passed"
        /// An agency was asked.
        case checkRequested = "check-requested"
        /// The agency will answer later.
        case checkAccepted = "check-accepted"
        /// The agency answered.
        case checkAnswered = "check-answered"
        /// The agency cannot be reached; it is asked again by itself.
        case checkDelayed = "check-delayed"
        /// An officer decides next.
        case awaitingDecision = "awaiting-decision"
        /// The correction arrived.
        case correctionReceived = "correction-received"
        /// The application was approved and got its number.
        case approved
        /// The product waits for its signature.
        case awaitingSignature = "awaiting-signature"
        /// The legal clock stands still.
        case clockPaused = "clock-paused"
        /// The legal clock goes on.
        case clockResumed = "clock-resumed"
        /// The deadline moved since the calendar changed.
        case deadlineChanged = "deadline-changed"
    }

    /// What happened.
    public var kind: Kind
    /// When.
    public var at: Timestamp
    /// The agency that it is about.
    public var agency: AgencyCode?
    /// The agency's check that it is about.
    public var check: CheckCode?
    /// When the next step is expected.
    public var expectedAt: Timestamp?
    /// The correction round that it is about, from 1.
    public var round: Int?

    /// Describes what happened.
    public init(
        kind: Kind, at: Timestamp, agency: AgencyCode? = nil, check: CheckCode? = nil, expectedAt: Timestamp? = nil,
        round: Int? = nil
    ) {
        self.kind = kind
        self.at = at
        self.agency = agency
        self.check = check
        self.expectedAt = expectedAt
        self.round = round
    }

    /// Checks that an entry about a check names it.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        switch kind {
        case .checkRequested, .checkAccepted, .checkAnswered, .checkDelayed:
            faults.presence(agency != nil, when: true, pointer + "/agency")
            faults.presence(check != nil, when: true, pointer + "/check")
        default: break
        }
        if let round { faults.require(round >= 1, pointer + "/round", "range", "must be at least 1") }
    }
}
