/// What goes wrong with keys and sealed parts; never with a key or a plaintext in it.
package enum SealingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The key ring is not the JSON it should be, or holds unusable keys; all faults.
    case keyRing([String])
    /// No key of this name is in the ring.
    case unknownKey(String)
    /// The ring holds no key for this audience.
    case noAudience(String)
    /// The part is not base 64 where it should be, or was altered, or belongs to another submission or part.
    case notOpened

    /// What to do about it.
    package var description: String {
        switch self {
        case .keyRing(let faults): "the key ring is not usable: \(faults.joined(separator: "; "))"
        case .unknownKey(let kid): "no key \(kid) in the key ring; restore the epoch it belongs to"
        case .noAudience(let audience): "the key ring holds no key for \(audience); this service may not open it"
        case .notOpened: "the sealed content does not open: it was altered or belongs to something else"
        }
    }
}
