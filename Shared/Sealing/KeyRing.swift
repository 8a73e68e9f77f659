import Crypto
import Foundation

/// The keys of a service: seals and opens parts, wraps data keys, hashes national ids, protects waiting bodies.
///
/// A key's name, its `kid`, is `<region>.<epoch>.<audience>`; the key itself is derived from the epoch's master key by
/// HKDF-SHA-256, so that each region has keys of its own and a region that is moved takes only its own along.
/// - Source: RFC 5869; NIST SP 800-38D.
package struct KeyRing: Sendable {
    /// The region part of keys that belong to no region.
    private static let noRegion = "all"

    private let current: String
    private let masters: [String: [String: SymmetricKey]]
    /// Derived keys by their names, since deriving one costs more than using it.
    private let derived = DerivedKeys()

    /// Reads and checks a ring.
    /// - Parameter json: a ``KeyRingFile``.
    /// - Throws: `SealingError.keyRing` with every fault: a key that is short, repeated, or a sample.
    package init(json: [UInt8]) throws(SealingError) {
        let file: KeyRingFile
        do {
            file = try JSONDecoder().decode(KeyRingFile.self, from: Data(json))
        } catch {
            throw .keyRing(["it must be JSON with current and epochs"])
        }
        var faults: [String] = []
        var masters: [String: [String: SymmetricKey]] = [:]
        var seen: Set<Data> = []
        if file.epochs[file.current] == nil { faults.append("the current epoch has no keys") }
        for (epoch, keys) in file.epochs.sorted(by: { $0.key < $1.key }) {
            if !Self.isName(epoch) { faults.append("an epoch's name must be letters and digits") }
            for (audience, text) in keys.sorted(by: { $0.key < $1.key }) {
                guard let bytes = Data(base64Encoded: text), Self.isUsable(Array(bytes)) else {
                    faults.append("epoch \(epoch), \(audience): must be 32 random bytes in base 64")
                    continue
                }
                if !seen.insert(bytes).inserted { faults.append("epoch \(epoch), \(audience): is another key's copy") }
                masters[epoch, default: [:]][audience] = SymmetricKey(data: bytes)
            }
        }
        if !faults.isEmpty { throw .keyRing(faults) }
        current = file.current
        self.masters = masters
    }

    /// Whether a key could be random: 32 bytes, many different ones, not in a row, and no text that somebody typed.
    private static func isUsable(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 32, Set(bytes).count >= 16 else { return false }
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return false }
        let steps = Set(zip(bytes, bytes.dropFirst()).map { $1 &- $0 })
        return steps.count > 4
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }

    /// The name of the current key for an audience and a region.
    func currentKey(_ audience: String, region: String) throws(SealingError) -> (kid: String, key: SymmetricKey) {
        let kid = "\(region).\(current).\(audience)"
        guard masters[current]?[audience] != nil else { throw .noAudience(audience) }
        return (kid, try key(kid))
    }

    /// The key of a name.
    func key(_ kid: String) throws(SealingError) -> SymmetricKey {
        if let key = derived[kid] { return key }
        let parts = kid.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { throw .unknownKey("of no known form") }
        guard let epoch = masters[parts[1]] else { throw .unknownKey(kid) }
        guard let master = epoch[parts[2]] else { throw .noAudience(parts[2]) }
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: master, info: Data("mpp/\(parts[2])/\(parts[0])".utf8), outputByteCount: 32)
        derived[kid] = key
        return key
    }

    /// Every epoch's key for an audience that belongs to no region, the current one first.
    func everyKey(_ audience: String) throws(SealingError) -> [SymmetricKey] {
        var keys: [SymmetricKey] = []
        for epoch in [current] + masters.keys.filter({ $0 != current }).sorted() where masters[epoch]?[audience] != nil
        {
            keys.append(try key("\(Self.noRegion).\(epoch).\(audience)"))
        }
        if keys.isEmpty { throw .noAudience(audience) }
        return keys
    }

    /// The current key for an audience that belongs to no region.
    func commonKey(_ audience: String) throws(SealingError) -> (kid: String, key: SymmetricKey) {
        try currentKey(audience, region: Self.noRegion)
    }

    /// Whether the ring holds a key of the current epoch for an audience.
    package func serves(_ audience: String) -> Bool { masters[current]?[audience] != nil }
}
