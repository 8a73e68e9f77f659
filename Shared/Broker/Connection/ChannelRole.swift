/// What a connection's one channel is used for; a pure value driven by `LinkMachine`.
protocol ChannelRole: Sendable {
    /// Whether the channel does its work.
    var isReady: Bool { get }
    /// Why it does not, if the role knows better than the connection.
    var reason: String? { get }
    /// Whether nothing is left to wait for before closing.
    var isDrained: Bool { get }
    /// Whether it has more to send now.
    var wantsOutput: Bool { get }
    /// When `advance` is to be called at the latest.
    var wake: MonotonicTime { get }

    /// The channel is open; says what sets it up.
    mutating func channelOpened(at now: MonotonicTime, output: inout FrameBuffer)
    /// The broker has answered.
    mutating func received(
        _ reply: InboundFrame.Reply, at now: MonotonicTime, output: inout FrameBuffer
    ) throws(BrokerError)
    /// The broker has settled published messages.
    mutating func confirmed(
        _ number: UInt64, multiple: Bool, isPositive: Bool, at now: MonotonicTime
    ) throws(BrokerError)
    /// A whole message has come.
    mutating func received(_ message: FrameAssembler.Message, at now: MonotonicTime) throws(BrokerError)
    /// The broker has ended our consumer.
    mutating func consumerCancelled(at now: MonotonicTime)
    /// The channel is gone; the bytes up to `written` have left this process.
    mutating func channelLost(_ error: BrokerError, written: UInt64, at now: MonotonicTime)
    /// The broker takes no messages, or takes them again.
    mutating func blocked(_ isBlocked: Bool, at now: MonotonicTime)
    /// Sends what there is and looks at the clock; called at each turn, also without a channel.
    mutating func advance(at now: MonotonicTime, output: inout FrameBuffer) throws(BrokerError)
    /// Begins the orderly end.
    mutating func close(at now: MonotonicTime, output: inout FrameBuffer)
    /// Ends at once: whoever waits gets an outcome.
    mutating func stop(_ error: BrokerError, written: UInt64, at now: MonotonicTime)
}
