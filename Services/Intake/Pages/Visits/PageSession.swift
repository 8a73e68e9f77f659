import Foundation
package import ServiceRuntime

/// Who has signed in with a browser.
///
/// Sealed in a cookie, so that any replica knows it. An hour after the last page it has ended; for a day longer it still
/// tells whose draft a form belongs to that was sent too late.
package struct PageSession: Codable, Sendable, Equatable {
    /// How long it lasts after the last page.
    static let lifetimeSeconds: Int64 = 3600
    /// How long the browser keeps it.
    static let keptSeconds: Int64 = 25 * 3600

    /// The issuer's name for the person, as in their access tokens.
    package let subject: String
    /// How sure the issuer is of who they are.
    package let assurance: String?

    /// Describes a session.
    package init(subject: String, assurance: String?) {
        self.subject = subject
        self.assurance = assurance
    }

    /// The person as the API knows them.
    package var principal: Principal { Principal(subject: subject, roles: [.citizen], assurance: assurance) }

    /// Reads what was sealed.
    init?(_ text: String) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            // Nobody else can seal one; what does not read was sealed by an older version.
            return nil
        }
    }

    /// What is sealed.
    func text() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
}
