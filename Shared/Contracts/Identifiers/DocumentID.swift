public import Foundation

/// Names one supporting document (*berkas*); random, since it stands in a fetch link.
public struct DocumentID: UUIDIdentifier {
    /// The identifier itself.
    public let uuid: UUID

    /// Wraps an identifier.
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier with 122 random bits that tells nothing about its time.
    public static func make() -> DocumentID { DocumentID(UUID()) }
}
