package import Contracts
package import Database
import Foundation
package import Sealing

/// Keeps drafts, encrypted by the service's own key and bound to their owner.
package struct DraftStore: Sendable {
    /// Whose draft it is, and for what.
    package struct Key: Sendable {
        /// The region.
        package let region: RegionCode
        /// Who fills it in.
        package let subject: String
        /// The service.
        package let service: ServiceCode

        /// Names a draft.
        package init(region: RegionCode, subject: String, service: ServiceCode) {
            self.region = region
            self.subject = subject
            self.service = service
        }

        fileprivate var context: String { "pages/draft/\(region.digits)/\(service.value)/\(subject)" }
    }

    private static let lifetimeSeconds: Int64 = 30 * 86_400

    private let keyRing: KeyRing

    /// Keeps drafts with a service's keys.
    package init(keyRing: KeyRing) {
        self.keyRing = keyRing
    }

    /// The draft; an empty one when there is none.
    package func read(_ key: Key, in runner: some SQLRunner) async throws -> Draft {
        let content = try await runner.column(
            """
            SELECT content FROM drafts WHERE region = \(key.region.digits) AND subject = \(key.subject) \
            AND service_code = \(key.service.value) AND expires_at > now()
            """, as: [UInt8].self
        ).first
        guard let content else { return Draft() }
        return try JSONDecoder().decode(
            Draft.self, from: Data(try keyRing.unprotect(content, context: key.context)))
    }

    /// Keeps a draft for another month, in place of the one before.
    package func write(_ draft: Draft, _ key: Key, in runner: some SQLRunner) async throws {
        let content = try keyRing.protect(Array(try JSONEncoder().encode(draft)), context: key.context)
        _ = try await runner.execute(
            """
            INSERT INTO drafts (region, subject, service_code, draft_id, content, expires_at) \
            VALUES (\(key.region.digits), \(key.subject), \(key.service.value), \(draft.id), \(content), \
            now() + make_interval(secs => \(Self.lifetimeSeconds))) \
            ON CONFLICT (region, subject, service_code) \
            DO UPDATE SET draft_id = EXCLUDED.draft_id, content = EXCLUDED.content, expires_at = EXCLUDED.expires_at
            """)
    }

    /// Forgets a draft, unless another one has taken its place.
    package func delete(_ draft: Draft, _ key: Key, in runner: some SQLRunner) async throws {
        _ = try await runner.execute(
            """
            DELETE FROM drafts WHERE region = \(key.region.digits) AND subject = \(key.subject) \
            AND service_code = \(key.service.value) AND draft_id = \(draft.id)
            """)
    }

    /// The application that a draft has become; nil when it has not.
    package func filed(
        _ key: String, by subject: String, in runner: some SQLRunner
    ) async throws -> SubmissionNumber? {
        let number = try await runner.column(
            "SELECT number FROM submissions WHERE subject = \(subject) AND idempotency_key = \(key)", as: String.self
        ).first
        return try number.map { text throws(ContractViolation) in try SubmissionNumber(parsing: text) }
    }
}
