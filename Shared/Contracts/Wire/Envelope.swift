/// What stands around the body of every message: CloudEvents 1.0 attributes and our own.
///
/// - Shape: the attributes travel as AMQP headers `cloudEvents_*`, ours as `mpp-*`; the native properties are filled to
///   match, so that the broker's own tools show them.
/// - Source: CloudEvents 1.0 and its AMQP binding; W3C Trace Context.
public struct Envelope: Sendable, Hashable {
    /// The message's identifier; the same over every copy and replay.
    public var id: MessageID
    /// The message's type.
    public var type: MessageType
    /// Who sent it.
    public var source: MessageSource
    /// The application that it is about.
    public var subject: SubmissionID
    /// When what it tells happened.
    public var time: Timestamp
    /// The region that it belongs to.
    public var region: RegionCode
    /// The place in the sender's messages about this application, counted from 1 without gaps; nil where none is kept.
    public var sequence: Int?
    /// The message that caused this one.
    public var causation: MessageID?
    /// Which attempt this is, from 1.
    public var attempt: Int
    /// The trace that the message belongs to.
    public var traceparent: String?
    /// The trace's further state.
    public var tracestate: String?

    /// Collects the attributes; the region is the source's.
    public init(
        id: MessageID = .make(), type: MessageType, source: MessageSource, subject: SubmissionID,
        time: Timestamp = .now(), sequence: Int? = nil, causation: MessageID? = nil, attempt: Int = 1,
        traceparent: String? = nil, tracestate: String? = nil
    ) {
        self.id = id
        self.type = type
        self.source = source
        self.subject = subject
        self.time = time
        region = source.region
        self.sequence = sequence
        self.causation = causation
        self.attempt = attempt
        self.traceparent = traceparent
        self.tracestate = tracestate
    }
}
