package import Contracts
import Crypto
import Foundation

extension KeyRing {
    /// Seals a part under a random data key, which is wrapped for the part's audience.
    /// - Throws: `SealingError.noAudience`.
    package func seal(
        _ plaintext: [UInt8], part: SealedPartName, submission: SubmissionID, region: RegionCode, schemaVersion: Int
    ) throws(SealingError) -> SealedPart {
        let (kid, wrapping) = try currentKey(part.rawValue, region: region.digits)
        let binding = Self.binding(submission, part, schemaVersion)
        let dataKey = Data(KeyRingFile.randomBytes(32))
        do {
            let sealed = try AES.GCM.seal(plaintext, using: SymmetricKey(data: dataKey), authenticating: binding)
            return SealedPart(
                kid: kid, schemaVersion: schemaVersion,
                wrappedKey: try Self.wrap(dataKey, wrapping, binding).base64EncodedString(),
                nonce: Data(sealed.nonce).base64EncodedString(),
                ciphertext: (sealed.ciphertext + sealed.tag).base64EncodedString())
        } catch {
            throw .notOpened
        }
    }

    /// Opens a part.
    /// - Throws: `SealingError`: a key that is not there, or content that was altered or belongs elsewhere.
    package func open(
        _ part: SealedPart, name: SealedPartName, submission: SubmissionID
    ) throws(SealingError) -> [UInt8] {
        guard let ciphertext = Data(base64Encoded: part.ciphertext) else { throw .notOpened }
        return try open(Array(ciphertext), key: StoredKey(part), name: name, submission: submission)
    }

    /// Opens content that a service keeps, with the key it keeps beside.
    ///
    /// - Shape: the ciphertext ends with its tag.
    /// - Throws: `SealingError`, as for a part.
    package func open(
        _ ciphertext: [UInt8], key stored: StoredKey, name: SealedPartName, submission: SubmissionID
    ) throws(SealingError) -> [UInt8] {
        let binding = Self.binding(submission, name, stored.schemaVersion)
        let dataKey = try unwrap(stored, binding)
        guard let nonce = Data(base64Encoded: stored.nonce), ciphertext.count >= 16 else { throw .notOpened }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce), ciphertext: ciphertext.dropLast(16), tag: ciphertext.suffix(16))
            return Array(try AES.GCM.open(box, using: SymmetricKey(data: dataKey), authenticating: binding))
        } catch {
            throw .notOpened
        }
    }

    /// Wraps a part's data key again for a service's own storage; the ciphertext stays the same.
    ///
    /// - Shape: the audience is the service's own, such as `archiving`.
    /// - Throws: `SealingError`: a key that is not there, or a part that belongs elsewhere.
    package func rewrap(
        _ part: SealedPart, name: SealedPartName, submission: SubmissionID, to audience: String
    ) throws(SealingError) -> StoredKey {
        let binding = Self.binding(submission, name, part.schemaVersion)
        let dataKey = try unwrap(StoredKey(part), binding)
        let region = part.kid.prefix { $0 != "." }
        let (kid, wrapping) = try currentKey(audience, region: String(region))
        do {
            return StoredKey(
                kid: kid, wrappedKey: try Self.wrap(dataKey, wrapping, binding).base64EncodedString(),
                nonce: part.nonce, schemaVersion: part.schemaVersion)
        } catch {
            throw .notOpened
        }
    }

    private func unwrap(_ stored: StoredKey, _ binding: Data) throws(SealingError) -> Data {
        let wrapping = try key(stored.kid)
        guard let wrapped = Data(base64Encoded: stored.wrappedKey) else { throw .notOpened }
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return try AES.GCM.open(box, using: wrapping, authenticating: binding)
        } catch {
            throw .notOpened
        }
    }

    private static func wrap(_ dataKey: Data, _ wrapping: SymmetricKey, _ binding: Data) throws -> Data {
        guard let combined = try AES.GCM.seal(dataKey, using: wrapping, authenticating: binding).combined else {
            throw SealingError.notOpened
        }
        return combined
    }

    /// What content and key are bound to.
    private static func binding(_ submission: SubmissionID, _ part: SealedPartName, _ schemaVersion: Int) -> Data {
        Data("\(submission)\n\(part.rawValue)\n\(schemaVersion)".utf8)
    }
}

extension StoredKey {
    /// The key of a part as it travels.
    package init(_ part: SealedPart) {
        self.init(
            kid: part.kid, wrappedKey: part.wrappedKey, nonce: part.nonce, schemaVersion: part.schemaVersion)
    }
}
