package import Contracts
import Foundation
package import Sealing

/// Seals what a browser keeps for the service, so that it can be neither read nor made up.
///
/// - Shape: base 64 for URLs of the service's own encryption over the second at which it expires and the content.
package struct PageSeal: Sendable {
    /// What something sealed is for; nothing sealed for one purpose opens for another.
    package enum Purpose: Sendable {
        /// A form of a browser.
        case form(browser: String)
        /// The right to look at an application.
        case ticket(number: String)
        /// Who has signed in.
        case session

        /// What is bound in.
        fileprivate var context: String {
            switch self {
            case .form(let browser): "pages/form/\(browser)"
            case .ticket(let number): "pages/ticket/\(number)"
            case .session: "pages/session"
            }
        }
    }

    private static let expiryBytes = 8
    /// More than anything sealed here has.
    private static let longest = 3800

    private let keyRing: KeyRing

    /// Seals with a service's keys.
    package init(keyRing: KeyRing) {
        self.keyRing = keyRing
    }

    /// Seals a text.
    /// - Throws: `SealingError` without a key for the service's storage.
    package func seal(
        _ text: String, for purpose: Purpose, lifetimeSeconds: Int64, now: Timestamp = .now()
    ) throws(SealingError) -> String {
        let expiry = UInt64(max(0, now.secondsSince1970 + lifetimeSeconds))
        let content = (0..<Self.expiryBytes).map { UInt8(truncatingIfNeeded: expiry >> (8 * $0)) } + Array(text.utf8)
        return Data(try keyRing.protect(content, context: purpose.context)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Opens what was sealed for the same purpose; nil when it is anything else, or too old.
    package func open(_ sealed: String, for purpose: Purpose, now: Timestamp = .now()) -> String? {
        guard sealed.utf8.count <= Self.longest else { return nil }
        let base64 = sealed.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64 + padding) else { return nil }
        let content: [UInt8]
        do {
            content = try keyRing.unprotect(Array(data), context: purpose.context)
        } catch {
            // What does not open was not sealed here, or for something else.
            return nil
        }
        guard content.count >= Self.expiryBytes else { return nil }
        let expiry = (0..<Self.expiryBytes).reduce(UInt64(0)) { $0 | UInt64(content[$1]) << (8 * UInt64($1)) }
        guard Int64(clamping: expiry) > now.secondsSince1970 else { return nil }
        return String(decoding: content[Self.expiryBytes...], as: UTF8.self)
    }
}
