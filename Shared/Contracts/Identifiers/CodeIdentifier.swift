/// A short code word chosen by people, safe in routing keys, queue names, user names and file names.
///
/// - Shape: 1 to 40 characters out of `a-z`, `0-9` and `-`.
public protocol CodeIdentifier: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    /// The code itself.
    var value: String { get }
    /// Checks and wraps a code.
    init(_ value: String) throws(ContractViolation)
}

extension CodeIdentifier {
    /// The code itself.
    public var description: String { value }

    /// Orders by the characters.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }

    /// Reads and checks a code.
    public init(from decoder: any Decoder) throws { self = try decoder.checked(Self.init) }

    /// Writes the code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    /// Returns the text when it is a code.
    ///
    /// - Throws: `ContractViolation` (`code`).
    package static func checked(_ text: String) throws(ContractViolation) -> String {
        let isCode =
            (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        guard isCode else {
            throw ContractViolation(code: "code", message: "must be 1 to 40 characters out of a-z, 0-9 and -")
        }
        return text
    }
}
