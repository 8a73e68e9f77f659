package import Contracts
import Foundation
package import Sealing

/// The bearer token with which an agency fetches the documents of one check.
///
/// - Shape: base64url of protected bytes that name region, check, agency and the second at which it ends; only this
///   service can make or read it.
package struct DocumentPass: Hashable, Sendable {
    /// The region of the application.
    package let region: RegionCode
    /// The check that the documents are for.
    package let check: CheckID
    /// The agency that may fetch them.
    package let agency: AgencyCode
    /// When the token ends.
    package let endsAt: Timestamp

    private static let context = "document-pass"

    /// Names check, agency and end.
    package init(region: RegionCode, check: CheckID, agency: AgencyCode, endsAt: Timestamp) {
        self.region = region
        self.check = check
        self.agency = agency
        self.endsAt = endsAt
    }

    /// The token.
    package func token(_ keyRing: KeyRing) throws -> String {
        let text = "\(region.digits) \(check) \(agency.value) \(endsAt.secondsSince1970)"
        return Data(try keyRing.protect(Array(text.utf8), context: DocumentPass.context)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads a token; nil for one that this service did not make.
    package init?(token: String, _ keyRing: KeyRing) {
        guard token.utf8.count <= 4000 else { return nil }
        var text = token.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text),
            // Whatever does not open is not a token of ours.
            let plain = try? keyRing.unprotect(Array(data), context: DocumentPass.context)
        else { return nil }
        let parts = String(decoding: plain, as: UTF8.self).split(separator: " ")
        guard parts.count == 4, let seconds = Int64(parts[3]),
            // A token of ours holds nothing else than what was written into it.
            let region = try? RegionCode(String(parts[0])), let check = try? CheckID(parsing: String(parts[1])),
            // As before.
            let agency = try? AgencyCode(String(parts[2]))
        else { return nil }
        self.init(
            region: region, check: check, agency: agency, endsAt: Timestamp(microseconds: seconds * 1_000_000))
    }
}
