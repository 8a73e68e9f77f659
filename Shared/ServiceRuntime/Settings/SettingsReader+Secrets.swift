import Configuration
import Foundation

extension SettingsReader {
    /// A secret that must be set, long enough and no sample.
    package func secret(_ key: String, minimumBytes: Int = 16) -> Secret<String> {
        Secret(secretText(key, minimumBytes: minimumBytes, isRequired: true) ?? "")
    }

    /// A secret that need not be set, but if it is, is long enough and no sample.
    package func optionalSecret(_ key: String, minimumBytes: Int = 16) -> Secret<String>? {
        secretText(key, minimumBytes: minimumBytes, isRequired: false).map { Secret($0) }
    }

    /// A URL that may hold a password; the password, if any, is no sample.
    ///
    /// - Parameters:
    ///   - key: The setting.
    ///   - schemes: The schemes it may have, without `://`.
    ///   - allowingSamplePassword: Lets `guest` and the like pass: for tools that set a server up, never for services.
    /// - Returns: The URL; an empty text after a fault.
    package func url(
        _ key: String, schemes: [String], allowingSamplePassword: Bool = false
    ) -> Secret<String> {
        Secret(urlText(key, schemes: schemes, isRequired: true, allowingSamplePassword) ?? "")
    }

    /// A URL that need not be set.
    package func optionalURL(
        _ key: String, schemes: [String], allowingSamplePassword: Bool = false
    ) -> Secret<String>? {
        urlText(key, schemes: schemes, isRequired: false, allowingSamplePassword).map { Secret($0) }
    }

    private func secretText(_ key: String, minimumBytes: Int, isRequired: Bool) -> String? {
        let expectation = "be a secret of at least \(minimumBytes) bytes"
        let text: String? = read(
            key, .string, expectation, isRequired: isRequired, fallback: nil, show: nil, extract: \.text)
        if let text, let weakness = SampleSecret.weakness(of: text, minimumBytes: minimumBytes) {
            ledger.fault(key, "must \(weakness)")
        }
        return text
    }

    private func urlText(
        _ key: String, schemes: [String], isRequired: Bool, _ allowingSamplePassword: Bool
    ) -> String? {
        let expectation = "be a URL: " + schemes.map { "\($0)://…" }.joined(separator: " or ")
        let text = read(
            key, .string, expectation, isRequired: isRequired, fallback: nil, show: Self.withoutPassword,
            extract: { content in
                content.text.flatMap { text in schemes.contains { text.hasPrefix("\($0)://") } ? text : nil }
            })
        if let text, !allowingSamplePassword, let password = Self.password(in: text),
            let weakness = SampleSecret.weakness(of: password, minimumBytes: 12)
        {
            ledger.fault(key, "must have a password; it must \(weakness)")
        }
        return text
    }

    /// Where the password of a URL stands: between the first `:` after the scheme and the last `@` of the authority.
    private static func passwordRange(in url: String) -> Range<String.Index>? {
        guard let start = url.range(of: "://")?.upperBound else { return nil }
        let end = url[start...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? url.endIndex
        guard let at = url[start..<end].lastIndex(of: "@"), let colon = url[start..<at].firstIndex(of: ":") else {
            return nil
        }
        return url.index(after: colon)..<at
    }

    private static func password(in url: String) -> String? {
        passwordRange(in: url).map { String(url[$0]) }.map { $0.removingPercentEncoding ?? $0 }
    }

    private static func withoutPassword(_ url: String) -> String {
        passwordRange(in: url).map { url.replacingCharacters(in: $0, with: "<redacted>") } ?? url
    }
}
