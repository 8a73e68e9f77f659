/// What can go wrong with one attempt; at most one of these does.
package enum SimulatedFault: String, CaseIterable, Sendable {
    /// The work fails: a question is rejected, a notice refused for now.
    case error
    /// The work is done and its answer never comes.
    case timeoutAfterWork
    /// The answer comes several times.
    case duplicate
    /// The answer comes when it is no longer waited for.
    case late
    /// The answer cannot be read.
    case malformed
    /// The work is not taken on: ask again later.
    case tooManyRequests
    /// The process dies with the work done and nothing settled.
    case crashAfterWork
}
