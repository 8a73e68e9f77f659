import Contracts
import Crypto
import Database
import Foundation
import Pipeline
package import Sealing

/// Opens contacts for the moment of their use and seals them for notification's own tables.
package struct ContactVault: Sendable {
    private let ring: KeyRing

    /// Makes a vault.
    ///
    /// - Parameter ring: has the keys of the audience `notification`.
    package init(ring: KeyRing) { self.ring = ring }

    /// Opens a contact as a message brings it.
    ///
    /// - Throws: `SealingError` for a key that is not at hand; `MessageRejection` for a content that is no contact.
    func open(_ part: SealedPart, submission: SubmissionID) throws -> Contact {
        try read(try ring.open(part, name: .contact, submission: submission))
    }

    /// Takes a contact over: the same ciphertext under a key of notification's own wrapping.
    func store(_ part: SealedPart, submission: SubmissionID) throws -> StoredContact {
        let key = try ring.rewrap(part, name: .contact, submission: submission, to: "notification")
        guard let ciphertext = Data(base64Encoded: part.ciphertext) else { throw Self.noContact }
        return StoredContact(ciphertext: Array(ciphertext), key: JSONText(try ContractCoding.json(key)))
    }

    /// Opens a contact that was taken over.
    func open(_ stored: StoredContact, submission: SubmissionID) throws -> Contact {
        let key = try ContractCoding.value(StoredKey.self, json: stored.key.bytes)
        return try read(try ring.open(stored.ciphertext, key: key, name: .contact, submission: submission))
    }

    /// A keyed hash of an address: tells recipients apart without telling who they are.
    func hash(of address: String, submission: SubmissionID, region: RegionCode) throws -> [UInt8] {
        Array(SHA256.hash(data: Array("\(submission)\n\(address)".utf8)))
    }

    private static let noContact = MessageRejection(
        reason: "contact-not-readable", detail: "the sealed contact opens but is no contact of a known form")

    private func read(_ plaintext: [UInt8]) throws -> Contact {
        do {
            return try JSONDecoder().decode(Contact.self, from: Data(plaintext))
        } catch {
            // The decoder's error would quote the contact.
            throw Self.noContact
        }
    }
}
