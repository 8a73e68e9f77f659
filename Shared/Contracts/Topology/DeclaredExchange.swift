/// An exchange to declare; always durable.
public struct DeclaredExchange: Hashable, Sendable, Codable {
    /// The kinds of exchanges that are used.
    public enum Kind: String, Hashable, Sendable, Codable {
        /// By patterns of the key.
        case topic
        /// By the whole key.
        case direct
        /// To everybody.
        case fanout
    }

    /// The name.
    public let name: String
    /// The kind.
    public let kind: Kind
    /// Where unroutable messages go, set by policy; nil for none.
    public let alternate: String?
}
