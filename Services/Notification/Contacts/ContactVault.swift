import Contracts
import Database
import Foundation
import Pipeline
package import Sealing

/// Opens contacts for the moment of their use and seals them for notification's own tables.
///
/// A key that is not at hand is the operator's to bring, so it pauses the consumer; content that does not open or is no
/// contact is the message's own fault.
package struct ContactVault: Sendable {
    /// The audience of notification's own storage.
    private static let audience = "notification"

    private let ring: KeyRing

    /// Makes a vault.
    ///
    /// - Parameter ring: has the keys of the audiences `contact` and `notification`.
    package init(ring: KeyRing) { self.ring = ring }

    /// Opens a contact as a message brings it.
    func open(_ part: SealedPart, submission: SubmissionID) throws -> Contact {
        let plaintext = try blaming { () throws(SealingError) in
            try ring.open(part, name: .contact, submission: submission)
        }
        return try read(plaintext)
    }

    /// Takes a contact over: the same ciphertext, given as bytes, under a key of notification's own wrapping.
    func store(_ part: SealedPart, _ ciphertext: [UInt8], submission: SubmissionID) throws -> StoredContact {
        let key = try blaming { () throws(SealingError) in
            try ring.rewrap(part, name: .contact, submission: submission, to: Self.audience)
        }
        return StoredContact(ciphertext: ciphertext, key: JSONText(try ContractCoding.json(key)))
    }

    /// The encrypted bytes of a contact.
    func ciphertext(of part: SealedPart) throws -> [UInt8] {
        guard let ciphertext = Data(base64Encoded: part.ciphertext) else { throw Self.notReadable }
        return Array(ciphertext)
    }

    /// Opens a contact that was taken over.
    func open(_ stored: StoredContact, submission: SubmissionID) throws -> Contact {
        let key = try ContractCoding.value(StoredKey.self, json: stored.key.bytes)
        return try read(try ring.open(stored.ciphertext, key: key, name: .contact, submission: submission))
    }

    /// A keyed hash of an address: tells recipients apart without telling who they are.
    func hash(of address: String, submission: SubmissionID, region: RegionCode) throws(SealingError) -> [UInt8] {
        try ring.recipientHash(of: address, submission: submission, region: region)
    }

    private static let notReadable = MessageRejection(
        reason: "contact-not-readable", detail: "the sealed contact does not open, or is no contact of a known form")

    private func blaming<Value>(_ work: () throws(SealingError) -> Value) throws -> Value {
        do throws(SealingError) {
            return try work()
        } catch {
            if error == .notOpened { throw Self.notReadable }
            throw error
        }
    }

    private func read(_ plaintext: [UInt8]) throws -> Contact {
        do throws(ContractViolation) {
            return try ContractCoding.value(Contact.self, json: plaintext)
        } catch {
            // The error's place would tell of the contact.
            throw Self.notReadable
        }
    }
}
