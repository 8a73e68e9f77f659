public import Foundation

/// Names one agency's check of one application; it stays the same over all attempts.
public struct CheckID: UUIDIdentifier {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps an identifier.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier, ordered by the time of making.
    public static func make() -> CheckID { CheckID(UUIDText.version7()) }
}
