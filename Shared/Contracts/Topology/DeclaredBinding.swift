/// A binding to declare.
public struct DeclaredBinding: Hashable, Sendable, Codable {
    /// The exchange.
    public let exchange: String
    /// The queue.
    public let queue: String
    /// The key or its pattern.
    public let routingKey: String
}
