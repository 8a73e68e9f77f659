import Crypto
import Foundation

/// Seals or opens a document's chunks one after the other; order, number and end are bound by the nonce.
///
/// - Shape: the nonce is the chunk's number (11 bytes, big-endian) and one byte that is 1 for the last chunk. The key
///   serves one file only, so no nonce comes twice.
/// - Source: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015).
struct ChunkCipher {
    /// The plaintext bytes of every chunk but the last.
    static let chunkLength = 64 * 1024
    /// The bytes that a chunk grows by.
    static let tagLength = 16

    private let key: SymmetricKey
    private var number: UInt64 = 0

    init(key: SymmetricKey) { self.key = key }

    private mutating func nextNonce(last: Bool) throws -> AES.GCM.Nonce {
        var bytes: [UInt8] = [0, 0, 0]
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        bytes.append(last ? 1 : 0)
        number += 1
        return try AES.GCM.Nonce(data: bytes)
    }

    /// The chunk's ciphertext with its tag.
    mutating func seal(_ chunk: [UInt8], last: Bool) throws -> Data {
        let box = try AES.GCM.seal(chunk, using: key, nonce: nextNonce(last: last))
        return box.ciphertext + box.tag
    }

    /// The chunk's plaintext.
    ///
    /// - Throws: `DocumentError.damaged` when it is not the chunk that belongs here.
    mutating func open(_ sealed: Data, last: Bool) throws(DocumentError) -> [UInt8] {
        guard sealed.count >= Self.tagLength else { throw .damaged }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: nextNonce(last: last), ciphertext: sealed.dropLast(Self.tagLength),
                tag: sealed.suffix(Self.tagLength))
            return Array(try AES.GCM.open(box, using: key))
        } catch {
            throw .damaged
        }
    }
}
