/// Whether the pool can serve.
package enum DatabaseState: Sendable, Hashable {
    /// No connection stands; why, in words without secrets. Left when a server lets us in.
    case connecting(reason: String)
    /// At least one connection stands. Left when the last one is lost.
    case ready
    /// Closed for good.
    case closed
}

/// What the pool is doing, for gauges.
package struct DatabaseStatistics: Sendable, Hashable {
    /// Connections that stand.
    package var connections = 0
    /// Connections that belong to a transaction or session.
    package var held = 0
    /// Statements and transactions that wait for a connection.
    package var waiting = 0
    /// Statements sent and not answered.
    package var outstanding = 0
    /// Groups of statements sent since the start; each is one round trip.
    package var sent = 0
    /// Connections opened since the start.
    package var opened = 0
    /// Connections lost since the start, other than by closing.
    package var lost = 0
}
