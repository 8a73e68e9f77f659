import Contracts
import Database
import Foundation
import Pipeline
package import Sealing

/// Seals and opens what the archive keeps.
///
/// A key that is not at hand is the operator's to bring, so it pauses the consumer; content that does not open is the
/// message's own fault.
package struct ArchiveVault: Sendable {
    /// The audience of the archive's own storage.
    private static let audience = "archiving"

    private let ring: KeyRing

    /// Makes a vault.
    ///
    /// - Parameter ring: has the keys of the audiences `application`, `archiving` and `storage`.
    package init(ring: KeyRing) { self.ring = ring }

    /// Takes a sealed application over: the same ciphertext under a key of the archive's own wrapping.
    func keep(_ part: SealedPart, submission: SubmissionID) throws -> KeptPart {
        let key: StoredKey
        do throws(SealingError) {
            key = try ring.rewrap(part, name: .application, submission: submission, to: Self.audience)
        } catch {
            if error == .notOpened { throw Self.notReadable }
            throw error
        }
        guard let ciphertext = Data(base64Encoded: part.ciphertext) else { throw Self.notReadable }
        return KeptPart(ciphertext: Array(ciphertext), key: JSONText(try ContractCoding.json(key)))
    }

    /// Seals a history under a data key of its own.
    func keepHistory(_ history: [UInt8], submission: SubmissionID, region: RegionCode) throws -> KeptPart {
        let part = try ring.seal(
            history, part: .application, submission: submission, region: region, schemaVersion: 1)
        return try keep(part, submission: submission)
    }

    /// Protects a closing event that waits in `accessions`.
    func protect(_ body: [UInt8], _ event: MessageID) throws(SealingError) -> [UInt8] {
        try ring.protect(body, context: "accessions/\(event.value)")
    }

    /// Opens a closing event that waited.
    func unprotect(_ body: [UInt8], _ event: MessageID) throws(SealingError) -> [UInt8] {
        try ring.unprotect(body, context: "accessions/\(event.value)")
    }

    private static let notReadable = MessageRejection(
        reason: "application-not-readable", detail: "the sealed application was altered or belongs to something else")
}
