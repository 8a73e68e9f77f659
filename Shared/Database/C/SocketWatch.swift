import CPostgres
import Glibc

/// Waits for any of a set of sockets.
///
/// A socket is known by a key of the owner's choice, and is forgotten by the system when it is closed.
///
/// - Source: epoll(7), level-triggered.
@safe struct SocketWatch: ~Copyable {
    /// A socket that is ready.
    struct Ready {
        /// The key it was added under.
        let key: UInt64
        /// Whether there is something to read, or an end or error to be learnt by reading.
        let isReadable: Bool
        /// Whether more can be written.
        let isWritable: Bool
    }

    private let descriptor: Int32
    private var events: [epoll_event]

    /// A watch that reports at most `capacity` sockets at once; the rest comes with the next wait.
    init(capacity: Int = 64) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        unsafe events = Array(repeating: epoll_event(), count: capacity)
    }

    deinit { if descriptor >= 0 { _ = close(descriptor) } }

    /// Begins to watch a socket for something to read; `false` if the system refuses.
    func add(_ socket: Int32, key: UInt64) -> Bool {
        var event = unsafe Self.event(key: key, write: false)
        return unsafe epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0
    }

    /// Changes whether a socket is watched for room to write too.
    func change(_ socket: Int32, key: UInt64, write: Bool) {
        var event = unsafe Self.event(key: key, write: write)
        unsafe _ = epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event)
    }

    /// Waits until a socket is ready or the time is over (−1 for never), and adds those that are.
    mutating func wait(milliseconds: Int32, into ready: inout [Ready]) {
        let count = unsafe events.withUnsafeMutableBufferPointer { buffer in
            unsafe epoll_wait(descriptor, buffer.baseAddress, Int32(buffer.count), milliseconds)
        }
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let (flags, key) = unsafe (events[index].events, events[index].data.u64)
            ready.append(
                Ready(
                    key: key, isReadable: flags & ~EPOLLOUT.rawValue != 0,
                    isWritable: flags & EPOLLOUT.rawValue != 0))
        }
    }

    private static func event(key: UInt64, write: Bool) -> epoll_event {
        unsafe epoll_event(
            events: EPOLLIN.rawValue | (write ? EPOLLOUT.rawValue : 0), data: epoll_data_t(u64: key))
    }
}
