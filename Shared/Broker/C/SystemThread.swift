import CRabbitMQ
import Glibc

/// A thread of our own, for what must not block the cooperative pool.
enum SystemThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Runs a closure on a new detached thread; false if the system gives none.
    ///
    /// All signals are blocked on it: they belong to the main thread, and a write to a broken connection must not end
    /// the process.
    static func start(_ name: StaticString, _ run: @escaping @Sendable () -> Void) -> Bool {
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        var all = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        let status = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            unsafe body.release()
            return false
        }
        name.withUTF8Buffer { buffer in
            unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                if let start = characters.baseAddress { unsafe mq_name_thread(thread, start) }
            }
        }
        pthread_detach(thread)
        return true
    }

    /// A number that tells threads apart.
    static var current: UInt { UInt(pthread_self()) }

    /// The clock that never jumps.
    static var now: MonotonicTime {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
