/// What other threads ask of the pool's thread.
enum PoolCommand: Sendable {
    /// Run statements.
    case run(Group)
    /// Nobody waits for this group any more.
    case cancel(UInt64)
    /// Roll back what the hold left open, and give its connection back.
    case abandon(Hold, reply: CheckedContinuation<Void, Never>?)
    /// The helper thread has sent the cancellation for this connection, or failed to.
    case cancellationSent(connection: UInt64)
    /// Finish what is running and end.
    case close
}
