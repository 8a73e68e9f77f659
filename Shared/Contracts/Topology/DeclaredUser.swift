/// A broker user with exactly what it needs.
public struct DeclaredUser: Hashable, Sendable, Codable {
    /// What a user may do with the keys of a topic exchange.
    public struct TopicPermission: Hashable, Sendable, Codable {
        /// The exchange.
        public let exchange: String
        /// The regular expression of the keys that it may write.
        public let write: String
        /// The regular expression of the keys that it may bind.
        public let read: String
    }

    /// The name; a service's or an agency's.
    public let name: String
    /// The regular expression of what it may declare.
    public let configure: String
    /// The regular expression of what it may write to.
    public let write: String
    /// The regular expression of what it may read.
    public let read: String
    /// The keys that it may write.
    public let topics: [TopicPermission]
    /// The greatest number of connections; nil for no limit.
    public let maximumConnections: Int?
    /// The greatest number of channels; nil for no limit.
    public let maximumChannels: Int?

    /// The regular expression that matches nothing that exists.
    public static let nothing = "^$"
}
