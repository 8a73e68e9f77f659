import Crypto
import Foundation

extension KeyRing {
    /// The audience of a service's own storage.
    private static var storage: String { "storage" }

    /// Encrypts a whole body for the service's own tables.
    ///
    /// - Shape: one byte with the length of the key's name, the name, then nonce, ciphertext and tag. The context, such as
    ///   consumer and message id, is bound in.
    /// - Throws: `SealingError.noAudience`.
    package func protect(_ body: [UInt8], context: String) throws(SealingError) -> [UInt8] {
        let (kid, key) = try commonKey(Self.storage)
        do {
            guard
                let combined = try AES.GCM.seal(body, using: key, authenticating: Data(context.utf8)).combined
            else { throw SealingError.notOpened }
            return [UInt8(kid.utf8.count)] + Array(kid.utf8) + Array(combined)
        } catch {
            throw .notOpened
        }
    }

    /// Opens what ``protect(_:context:)`` made with the same context.
    /// - Throws: `SealingError`.
    package func unprotect(_ protected: [UInt8], context: String) throws(SealingError) -> [UInt8] {
        guard let length = protected.first, protected.count > Int(length) + 1 else { throw .notOpened }
        let kid = String(decoding: protected[1..<(Int(length) + 1)], as: UTF8.self)
        let key = try key(kid)
        do {
            let box = try AES.GCM.SealedBox(combined: protected[(Int(length) + 1)...])
            return Array(try AES.GCM.open(box, using: key, authenticating: Data(context.utf8)))
        } catch {
            throw .notOpened
        }
    }
}
