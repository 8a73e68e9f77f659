/// What happened to a connection, for the log.
enum LinkEvent: Sendable {
    /// Connected to a host and set up.
    case connected(address: String)
    /// The broker closed the channel over an error; it is opened again.
    case channelClosed(BrokerError)
    /// The connection is gone, or could not be made.
    case lost(BrokerError)
    /// The next try comes after this pause.
    case retrying(after: Duration)
    /// The broker takes no messages.
    case blocked(reason: String)
    /// It takes messages again.
    case unblocked
    /// The broker has cancelled our consumer.
    case consumerCancelled
    /// Over.
    case closed
}
