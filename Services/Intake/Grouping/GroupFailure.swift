/// Why a request got no answer from its group.
package enum GroupFailure: Error, Sendable {
    /// Too many wait already.
    case full
    /// The server could not; nothing of the request was kept.
    case server(any Error)
    /// The request cannot be kept, though it stood alone.
    case request(any Error)
}
