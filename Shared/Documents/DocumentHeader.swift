import Contracts
import Crypto
import Foundation

/// The first bytes of a document's file; they name the master key and carry the salt of the document's own key.
///
/// - Shape: `MPPDOC1\n`, one byte for the length of the key's name, the name, 32 bytes of salt. All of it goes into the
///   derivation of the document's key together with the document's id, so a changed header opens nothing.
struct DocumentHeader: Equatable {
    static let magic = Array("MPPDOC1\n".utf8)
    static let saltLength = 32
    static let longest = magic.count + 1 + 64 + saltLength

    let keyName: String
    let salt: [UInt8]

    init(keyName: String) {
        self.keyName = keyName
        salt = (0..<Self.saltLength).map { _ in UInt8.random(in: .min ... .max) }
    }

    /// Reads the beginning of a file, of which nothing is trusted.
    init(parsing bytes: some Collection<UInt8>) throws(DocumentError) {
        var rest = bytes.dropFirst(Self.magic.count)
        guard bytes.starts(with: Self.magic), let length = rest.popFirst(), (1...64).contains(length),
            rest.count >= Int(length) + Self.saltLength
        else { throw .damaged }
        keyName = String(decoding: rest.prefix(Int(length)), as: UTF8.self)
        salt = Array(rest.dropFirst(Int(length)).prefix(Self.saltLength))
    }

    var bytes: [UInt8] { Self.magic + [UInt8(keyName.utf8.count)] + Array(keyName.utf8) + salt }

    /// The key of this one document.
    func key(for id: DocumentID, keys: DocumentKeys) throws(DocumentError) -> SymmetricKey {
        guard let master = keys[keyName] else { throw .unknownKey(keyName) }
        return HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), salt: salt,
            info: bytes + Array(id.uuid.uuidString.lowercased().utf8), outputByteCount: 32)
    }
}
