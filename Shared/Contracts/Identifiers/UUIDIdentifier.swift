public import Foundation

/// An identifier made of a UUID; written as lower-case text.
public protocol UUIDIdentifier: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The identifier itself.
    var uuid: UUID { get }
    /// Wraps an identifier.
    init(_ uuid: UUID)
}

extension UUIDIdentifier {
    /// The identifier as 36 lower-case characters.
    public var description: String { UUIDText.lowerCase(uuid) }

    /// Reads 36 characters in either case.
    ///
    /// - Throws: `ContractViolation` (`identifier`) for any other text.
    public init(parsing text: String) throws(ContractViolation) {
        guard let uuid = UUID(uuidString: text) else {
            throw ContractViolation(code: "identifier", message: "must be a UUID of 36 characters")
        }
        self.init(uuid)
    }

    /// Orders by the bytes, which for UUIDv7 is the order of making.
    public static func < (left: Self, right: Self) -> Bool { UUIDText.precedes(left.uuid, right.uuid) }

    /// Reads the text form.
    public init(from decoder: any Decoder) throws {
        self = try decoder.checked(Self.init(parsing:))
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
