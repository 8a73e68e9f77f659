public import Foundation

/// Names one archived record (*arsip*).
public struct RecordID: UUIDIdentifier {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps an identifier.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier, ordered by the time of making.
    public static func make() -> RecordID { RecordID(UUIDText.version7()) }
}
