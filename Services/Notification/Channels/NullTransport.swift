package import Contracts

/// Takes every notice and does nothing with it, for measurements.
///
/// Notices on the null channel are settled in the transaction that makes them; this is for those that were made while
/// another channel was set up.
package struct NullTransport: NoticeTransport {
    /// The null channel.
    package let channel = NoticeChannel.null

    /// Makes a transport.
    package init() {}

    /// Takes it.
    package func handOver(_ notice: OutgoingNotice) async -> TransportAnswer { .accepted }
}
