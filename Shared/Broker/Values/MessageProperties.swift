/// The properties of a message that travel beside its body.
///
/// - Shape: texts of at most 255 bytes; all headers together within one frame (128 KiB).
package struct MessageProperties: Sendable {
    /// The media type of the body.
    package var contentType: String?
    /// The identity of the message; returns from the broker are matched by it.
    package var messageID: String?
    /// The kind of the message.
    package var type: String?
    /// What the message belongs to.
    package var correlationID: String?
    /// The program that wrote it.
    package var appID: String?
    /// The broker user that wrote it; the broker refuses any name but the connection's own.
    package var userID: String?
    /// When it was written, in seconds since 1970 UTC.
    package var timestamp: UInt64?
    /// Whether the broker keeps it on disk.
    package var persistent: Bool
    /// The headers in the order they are sent.
    package var headers: [(String, FieldValue)]

    /// Makes properties; nothing is set but persistence.
    package init(
        contentType: String? = nil, messageID: String? = nil, type: String? = nil, correlationID: String? = nil,
        appID: String? = nil, userID: String? = nil, timestamp: UInt64? = nil, persistent: Bool = true,
        headers: [(String, FieldValue)] = []
    ) {
        self.contentType = contentType
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.appID = appID
        self.userID = userID
        self.timestamp = timestamp
        self.persistent = persistent
        self.headers = headers
    }

    /// The value of the first header with this name.
    package func header(_ name: String) -> FieldValue? {
        headers.first { $0.0 == name }?.1
    }
}

extension MessageProperties: Equatable {
    /// Whether both have the same properties and the same headers in the same order.
    package static func == (left: MessageProperties, right: MessageProperties) -> Bool {
        left.contentType == right.contentType && left.messageID == right.messageID && left.type == right.type
            && left.correlationID == right.correlationID && left.appID == right.appID && left.userID == right.userID
            && left.timestamp == right.timestamp && left.persistent == right.persistent
            && left.headers.elementsEqual(right.headers) { $0.0 == $1.0 && $0.1 == $1.1 }
    }
}
