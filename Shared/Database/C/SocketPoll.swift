import CPostgres
import Glibc

/// Waits for any of a set of sockets, rebuilt before each wait because libpq may change a socket's number.
struct SocketPoll {
    private var entries: [pollfd] = []

    /// Forgets all sockets.
    mutating func reset() { entries.removeAll(keepingCapacity: true) }

    /// Adds a socket to read from, and to write to if there is something to write.
    mutating func add(_ descriptor: Int32, write: Bool) {
        let events = write ? POLLIN | POLLOUT : POLLIN
        entries.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
    }

    /// Waits until a socket is ready or the time is over.
    ///
    /// - Parameter milliseconds: −1 for ever.
    mutating func wait(milliseconds: Int32) {
        let count = entries.count
        unsafe entries.withUnsafeMutableBufferPointer { buffer in
            _ = unsafe poll(buffer.baseAddress, nfds_t(count), milliseconds)
        }
    }

    /// What is ready at the socket added as number `index`.
    func readiness(_ index: Int) -> (read: Bool, write: Bool) {
        let events = Int32(entries[index].revents)
        // Errors and hang-ups are learnt by reading.
        return (events & (POLLIN | POLLERR | POLLHUP | POLLNVAL) != 0, events & POLLOUT != 0)
    }
}
