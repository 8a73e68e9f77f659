import CRabbitMQ
import Glibc

/// Wakes a thread that waits on sockets.
///
/// - Source: Linux `eventfd(2)`.
final class WakeUp: Sendable {
    private let descriptor: Int32

    /// Makes one; without a descriptor left in this process waiting falls back to short pauses.
    init() {
        descriptor = eventfd(0, Int32(Int(EFD_CLOEXEC) | Int(EFD_NONBLOCK)))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Ends the current or the next wait.
    func signal() {
        eventfd_write(descriptor, 1)
    }

    /// What one wait saw.
    struct Readiness: Sendable {
        /// The socket can be read, or is broken.
        var canRead = false
        /// The socket can be written, or is broken.
        var canWrite = false
    }

    /// Waits until the socket is ready, somebody signals or the time is over.
    ///
    /// No socket is -1; a time of -1 milliseconds has no end.
    func wait(socket: Int32, forWriting: Bool, milliseconds: Int32) -> Readiness {
        var descriptors = (
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN) | (forWriting ? Int16(POLLOUT) : 0), revents: 0)
        )
        let limit = descriptor >= 0 ? milliseconds : min(max(milliseconds, 0), 10)
        let count = unsafe withUnsafeMutablePointer(to: &descriptors) { pointer in
            unsafe pointer.withMemoryRebound(to: pollfd.self, capacity: 2) { unsafe poll($0, 2, limit) }
        }
        guard count > 0 else { return Readiness() }
        if descriptors.0.revents != 0 {
            var value: eventfd_t = 0
            unsafe eventfd_read(descriptor, &value)
        }
        let seen = descriptors.1.revents
        let broken = seen & Int16(POLLERR | POLLHUP | POLLNVAL) != 0
        return Readiness(
            canRead: broken || seen & Int16(POLLIN) != 0, canWrite: broken || seen & Int16(POLLOUT) != 0)
    }
}
