/// A queue to declare; always durable and a quorum queue.
public struct DeclaredQueue: Hashable, Sendable, Codable {
    /// The name.
    public let name: String

    /// The only arguments; the rest is set by policy.
    public static let arguments: [String: String] = ["x-queue-type": "quorum"]
}
