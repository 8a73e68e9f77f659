/// A policy to set; policies do not merge, so each is whole for its class.
public struct DeclaredPolicy: Hashable, Sendable, Codable {
    /// What a policy applies to.
    public enum Target: String, Hashable, Sendable, Codable {
        /// Queues of every kind.
        case queues
        /// Exchanges.
        case exchanges
    }

    /// The name.
    public let name: String
    /// The regular expression of the names that it applies to.
    public let pattern: String
    /// What it applies to.
    public let applyTo: Target
    /// The settings.
    public let definition: [String: JSONValue]
    /// Which policy wins where two match.
    public let priority: Int
}
