/// A claim on a connection of one's own, for a transaction or a session.
struct Hold: Hashable, Sendable {
    /// The number of the claim.
    let id: UInt64
    /// Whether settings of the session may be changed, so that they must be reset afterwards.
    let changesSession: Bool
}
