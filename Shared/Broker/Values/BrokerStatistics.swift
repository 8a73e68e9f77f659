/// What a publisher or consumer has done since it was made, for metrics.
package struct BrokerStatistics: Sendable, Equatable {
    /// Messages written to the connection.
    package var published: UInt64 = 0
    /// Messages the broker has taken over.
    package var confirmed: UInt64 = 0
    /// Messages the broker refused.
    package var nacked: UInt64 = 0
    /// Messages no queue takes.
    package var returned: UInt64 = 0
    /// Messages sent whose answer was lost.
    package var unknown: UInt64 = 0
    /// Messages that were not sent.
    package var unsent: UInt64 = 0
    /// Messages delivered to us.
    package var delivered: UInt64 = 0
    /// Deliveries acknowledged.
    package var acknowledged: UInt64 = 0
    /// Deliveries rejected.
    package var rejected: UInt64 = 0
    /// Connections made.
    package var connections: UInt64 = 0
    /// Channels that the broker has closed over an error.
    package var channelErrors: UInt64 = 0
    /// Messages sent or delivered that are not settled yet.
    package var outstanding: Int = 0

    /// Makes statistics of nothing done.
    package init() {}
}
