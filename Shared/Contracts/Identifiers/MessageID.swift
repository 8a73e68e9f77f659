/// Names one message for ever: every copy, redelivery and replay of it bears the same.
///
/// - Shape: 1 to 128 visible ASCII characters; our own are UUIDv7, others may be anything.
public struct MessageID: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The text itself.
    public let value: String

    /// Checks and wraps a text.
    ///
    /// - Throws: `ContractViolation` (`message-id`).
    public init(_ value: String) throws(ContractViolation) {
        guard (1...128).contains(value.utf8.count), value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ContractViolation(code: "message-id", message: "must be 1 to 128 visible ASCII characters")
        }
        self.value = value
    }

    private init(made value: String) { self.value = value }

    /// A new identifier, ordered by the time of making.
    public static func make() -> MessageID { MessageID(made: UUIDText.lowerCase(UUIDText.version7())) }

    /// The text itself.
    public var description: String { value }

    /// Reads and checks the text.
    public init(from decoder: any Decoder) throws { self = try decoder.checked(MessageID.init(_:)) }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}
