/// An Indonesian telephone number; it prints masked.
///
/// - Shape: read as `08…`, `628…` or `+628…` with blanks, hyphens and brackets anywhere; kept as `+628` and 8 to 11
///   digits.
public struct PhoneNumber: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The number as `+628…`; never for logs.
    public let e164: String

    /// Reads a number.
    ///
    /// - Throws: `ContractViolation` (`phone`).
    public init(_ text: String) throws(ContractViolation) {
        var digits = ""
        var hasPlus = false
        var isValid = text.unicodeScalars.count <= 40
        for scalar in text.unicodeScalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+" where digits.isEmpty && !hasPlus: hasPlus = true
            case " ", "-", "(", ")", ".", "\u{A0}": continue
            default: isValid = false
            }
        }
        if !hasPlus, digits.hasPrefix("0") { digits = "62" + digits.dropFirst() }
        guard isValid, digits.hasPrefix("628"), (11...14).contains(digits.count) else {
            throw ContractViolation(code: "phone", message: "must be a mobile number such as +62 812 3456 7890")
        }
        e164 = "+" + digits
    }

    /// The first five and the last two characters.
    public var description: String {
        e164.prefix(5) + String(repeating: "*", count: e164.count - 7) + e164.suffix(2)
    }

    /// The masked number.
    public var debugDescription: String { description }
    /// A mirror that shows the masked number only.
    public var customMirror: Mirror { Mirror(self, children: ["masked": description], displayStyle: .struct) }
}
