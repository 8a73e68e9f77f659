/// A mail address, checked; prints masked.
///
/// - Shape: `local@domain` in ASCII, at most 254 bytes, without quotes, spaces or control characters.
/// - Source: RFC 5321 4.1.2 and 4.5.3.1 (dot-string and domain only).
package struct MailAddress: Hashable, Sendable {
    /// The address itself.
    package let value: String

    /// Checks an address.
    ///
    /// - Throws: `MailError` with code `invalidMessage`; never try again.
    package init(_ text: String) throws(MailError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count),
            Self.isDotted(
                parts[0], of: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"),
            Self.isDotted(parts[1], of: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"),
            parts[1].split(separator: ".").allSatisfy({ !$0.hasPrefix("-") && !$0.hasSuffix("-") })
        else { throw MailError(.invalidMessage("a mail address is malformed"), disposition: .permanent) }
        value = text
    }

    private static func isDotted(_ text: Substring, of allowed: String) -> Bool {
        let allowed = Set(allowed.utf8)
        return text.split(separator: ".", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(allowed.contains) }
    }
}

extension MailAddress: CustomStringConvertible, CustomReflectable {
    /// The first letter and the domain.
    package var description: String {
        let parts = value.split(separator: "@")
        return "\(parts.first?.prefix(1) ?? "")…@\(parts.last ?? "")"
    }

    /// Keeps the address out of dumps.
    package var customMirror: Mirror { Mirror(self, children: ["masked": description]) }
}
