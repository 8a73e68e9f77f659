/// How a publisher or consumer stands with the broker.
package enum BrokerState: Sendable, Equatable {
    /// Not working, and why; moves on by itself when the broker can be reached and lets us work.
    case connecting(reason: String)
    /// Working.
    case connected
    /// Connected, but the broker takes no messages (memory or disk alarm), and why; ends when the alarm does.
    case blocked(reason: String)
    /// Over for good: closed or cancelled.
    case closed
}
