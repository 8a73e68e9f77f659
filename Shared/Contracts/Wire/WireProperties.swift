/// The AMQP properties of a message, free of any broker library.
///
/// - Shape: the native properties and the headers in the order of writing; texts of native properties have at most 255
///   bytes.
public struct WireProperties: Sendable {
    /// The media type of the body.
    public var contentType: String?
    /// The message's identifier.
    public var messageID: String?
    /// The message's type.
    public var type: String?
    /// The submission that the message is about.
    public var correlationID: String?
    /// The sender.
    public var appID: String?
    /// Whole seconds since 1970.
    public var timestampSeconds: UInt64?
    /// The broker user that sent the message, proven by the broker; stamped when publishing, never stored.
    public var userID: String?
    /// The headers.
    public var headers: [(String, WireValue)]

    /// Collects properties.
    public init(
        contentType: String? = nil, messageID: String? = nil, type: String? = nil, correlationID: String? = nil,
        appID: String? = nil, timestampSeconds: UInt64? = nil, userID: String? = nil,
        headers: [(String, WireValue)] = []
    ) {
        self.contentType = contentType
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.appID = appID
        self.timestampSeconds = timestampSeconds
        self.userID = userID
        self.headers = headers
    }

    /// The value of a header, the first when it stands there twice.
    public func header(_ name: String) -> WireValue? { headers.first { $0.0 == name }?.1 }
}
