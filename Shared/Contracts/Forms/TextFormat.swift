/// The formats that a form field may ask for.
public enum TextFormat: String, CaseIterable, Codable, Sendable {
    /// A day, `2026-03-17`.
    case date
    /// An e-mail address.
    case email

    /// Whether a text has the format.
    public func matches(_ text: String) -> Bool {
        switch self {
        case .date:
            do throws(ContractViolation) {
                _ = try CivilDate(parsing: text)
                return true
            } catch {
                return false
            }
        case .email: return TextFormat.isEmail(text)
        }
    }

    /// What is expected, as an English sentence.
    var expectation: String {
        switch self {
        case .date: "must be a date such as 2026-03-17"
        case .email: "must be an e-mail address"
        }
    }

    /// Looks at the form only: one local part, a domain of two labels or more, no blanks, no quoting.
    private static func isEmail(_ text: String) -> Bool {
        guard text.utf8.count <= 254 else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count) else { return false }
        let local = parts[0].utf8.allSatisfy { byte in
            byte.isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
        guard local, !parts[0].hasPrefix("."), !parts[0].hasSuffix("."), !parts[0].contains("..") else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
            }
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII letter or digit.
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
