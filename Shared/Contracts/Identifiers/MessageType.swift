/// The type of a message with its major version, such as `submission.received.v1`.
///
/// - Shape: `<aggregate>.<event>.v<major>`; a type that the constants do not name may still arrive and is parked.
public struct MessageType: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The type as it stands on the wire.
    public let rawValue: String

    /// Wraps any text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An application was taken in.
    public static let submissionReceived = MessageType(rawValue: "submission.received.v1")
    /// The applicant answered a correction request.
    public static let correctionSubmitted = MessageType(rawValue: "submission.correction-submitted.v1")
    /// The applicant wants to withdraw.
    public static let withdrawalRequested = MessageType(rawValue: "submission.withdrawal-requested.v1")
    /// Something happened that the timeline shows.
    public static let submissionProgressed = MessageType(rawValue: "submission.progressed.v1")
    /// The applicant must mend something.
    public static let correctionRequested = MessageType(rawValue: "submission.correction-requested.v1")
    /// A deadline comes near.
    public static let deadlineWarned = MessageType(rawValue: "submission.deadline-warned.v1")
    /// A deadline has passed.
    public static let deadlineBreached = MessageType(rawValue: "submission.deadline-breached.v1")
    /// The application reached its final state.
    public static let submissionClosed = MessageType(rawValue: "submission.closed.v1")
    /// A notice was delivered or given up.
    public static let noticeSettled = MessageType(rawValue: "notice.settled.v1")
    /// The record is kept.
    public static let recordArchived = MessageType(rawValue: "record.archived.v1")
    /// The record's content was destroyed or handed over.
    public static let recordDisposed = MessageType(rawValue: "record.disposed.v1")
    /// An agency is asked.
    public static let checkRequested = MessageType(rawValue: "check.requested.v1")
    /// The agency will answer later.
    public static let checkAccepted = MessageType(rawValue: "check.accepted.v1")
    /// The agency answered.
    public static let checkCompleted = MessageType(rawValue: "check.completed.v1")
    /// The answer is no longer wanted.
    public static let checkCancelled = MessageType(rawValue: "check.cancelled.v1")

    /// Every released type.
    public static let all: [MessageType] = [
        .submissionReceived, .correctionSubmitted, .withdrawalRequested, .submissionProgressed, .correctionRequested,
        .deadlineWarned, .deadlineBreached, .submissionClosed, .noticeSettled, .recordArchived, .recordDisposed,
        .checkRequested, .checkAccepted, .checkCompleted, .checkCancelled,
    ]

    /// The name of the JSON Schema of the body.
    public var dataSchema: String { "urn:mpp:schema:\(rawValue)" }

    /// The type as it stands on the wire.
    public var description: String { rawValue }

    /// Orders by the characters.
    public static func < (left: MessageType, right: MessageType) -> Bool { left.rawValue < right.rawValue }
}
