import Crypto
import Synchronization

/// The keys that were derived before, by their names.
///
/// - Isolation: a lock.
final class DerivedKeys: Sendable {
    /// More than all regions' keys of a few epochs; what is more is derived again.
    private static let limit = 8192

    private let keys = Mutex<[String: SymmetricKey]>([:])

    /// A key, if it was derived.
    subscript(kid: String) -> SymmetricKey? {
        get { keys.withLock { $0[kid] } }
        set {
            keys.withLock { keys in
                if keys.count >= Self.limit { keys.removeAll() }
                keys[kid] = newValue
            }
        }
    }
}
