/// How an application's legal deadline stands.
public struct DeadlineStatus: Codable, Hashable, Sendable {
    /// The kinds of standing.
    public enum Status: String, CaseIterable, Codable, Sendable {
        /// Completeness is not established yet.
        case notStarted = "not-started"
        /// The clock runs to `dueAt`.
        case running
        /// The clock stands still; `dueAt` is not known until it goes on.
        case paused
        /// The calendar needed for it is missing.
        case unknown
        /// The application is closed.
        case stopped
        /// The service has no deadline.
        case none
    }

    /// How it stands.
    public var status: Status
    /// When it passes, while the clock runs.
    public var dueAt: Timestamp?
    /// When completeness was established.
    public var startedAt: Timestamp?
    /// Why the clock stands still.
    public var pauseReason: PauseReason?
    /// The version of the calendar that it was worked out with.
    public var calendarVersion: String?

    /// Describes a deadline.
    public init(
        status: Status, dueAt: Timestamp? = nil, startedAt: Timestamp? = nil, pauseReason: PauseReason? = nil,
        calendarVersion: String? = nil
    ) {
        self.status = status
        self.dueAt = dueAt
        self.startedAt = startedAt
        self.pauseReason = pauseReason
        self.calendarVersion = calendarVersion
    }

    /// Checks that the fields go together.
    package func check(_ pointer: String, _ faults: inout FaultCollector) {
        if status == .running { faults.presence(dueAt != nil, when: true, pointer + "/dueAt") }
        faults.presence(pauseReason != nil, when: status == .paused, pointer + "/pauseReason")
        if let calendarVersion { faults.length(calendarVersion, 1...100, pointer + "/calendarVersion") }
    }
}
