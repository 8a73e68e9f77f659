/// The flags that say which properties a content header carries.
///
/// - Source: AMQP 0-9-1 section 4.2.6.1, class basic.
enum PropertyFlag {
    /// `content-type`.
    static let contentType: UInt16 = 1 << 15
    /// `content-encoding`.
    static let contentEncoding: UInt16 = 1 << 14
    /// `headers`.
    static let headers: UInt16 = 1 << 13
    /// `delivery-mode`.
    static let deliveryMode: UInt16 = 1 << 12
    /// `priority`.
    static let priority: UInt16 = 1 << 11
    /// `correlation-id`.
    static let correlationID: UInt16 = 1 << 10
    /// `reply-to`.
    static let replyTo: UInt16 = 1 << 9
    /// `expiration`.
    static let expiration: UInt16 = 1 << 8
    /// `message-id`.
    static let messageID: UInt16 = 1 << 7
    /// `timestamp`.
    static let timestamp: UInt16 = 1 << 6
    /// `type`.
    static let type: UInt16 = 1 << 5
    /// `user-id`.
    static let userID: UInt16 = 1 << 4
    /// `app-id`.
    static let appID: UInt16 = 1 << 3
    /// `cluster-id`.
    static let clusterID: UInt16 = 1 << 2
    /// More flags follow.
    static let more: UInt16 = 1
}
