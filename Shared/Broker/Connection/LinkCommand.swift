/// What the machine wants done with the socket.
enum LinkCommand: Sendable, Equatable {
    /// Connect and log in.
    case connect
    /// Send what waits if the socket takes it, then close.
    case disconnect
}
