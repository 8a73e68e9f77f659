public import Foundation

/// Names one application (*permohonan*) inside the suite; citizens see its number instead.
public struct SubmissionID: UUIDIdentifier {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps an identifier.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier, ordered by the time of making.
    public static func make() -> SubmissionID { SubmissionID(UUIDText.version7()) }
}
