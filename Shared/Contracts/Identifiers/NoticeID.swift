public import Foundation

/// Names one notice (*pemberitahuan*) to one recipient over one channel.
public struct NoticeID: UUIDIdentifier {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps an identifier.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier, ordered by the time of making.
    public static func make() -> NoticeID { NoticeID(UUIDText.version7()) }
}
