package import Contracts

/// Takes notices out of the suite.
///
/// A transport never waits without end and never throws: whatever happens is an answer.
package protocol NoticeTransport: Sendable {
    /// The channel that it serves.
    var channel: NoticeChannel { get }

    /// Hands a notice over.
    func handOver(_ notice: OutgoingNotice) async -> TransportAnswer
}
