package import Contracts
import Crypto
import Foundation

extension KeyRing {
    /// A keyed hash of a recipient's address: tells recipients of one application apart without telling who they are.
    ///
    /// - Shape: HMAC-SHA-256 under the region's key of the audience `notification`, over application and address.
    /// - Throws: `SealingError.noAudience`.
    package func recipientHash(
        of address: String, submission: SubmissionID, region: RegionCode
    ) throws(SealingError) -> [UInt8] {
        let key = try currentKey("notification", region: region.digits).key
        let text = "recipient\n\(submission)\n\(address)"
        return Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
