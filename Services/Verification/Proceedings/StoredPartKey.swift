/// A sealed part's key as this service keeps it.
struct StoredPartKey: Sendable, Hashable {
    /// The wrapping key.
    let kid: String
    /// The data key, wrapped.
    let wrappedKey: String
}
