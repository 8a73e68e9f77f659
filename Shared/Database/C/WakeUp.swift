import CPostgres

/// A descriptor by which other threads wake the one that waits in ``SocketPoll``.
final class WakeUp: Sendable {
    /// The descriptor to wait for, −1 if the system has none left; then waits end by their time limit only.
    let descriptor: Int32

    /// Opens the descriptor.
    init() { descriptor = cpostgres_eventfd() }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// Wakes the thread that waits.
    func raise() { cpostgres_eventfd_raise(descriptor) }

    /// Makes the descriptor quiet again.
    func clear() { cpostgres_eventfd_clear(descriptor) }
}
