import CPostgres
import Glibc

/// Threads of our own, for work that waits in C and must never stand on the cooperative pool.
enum DetachedThread {
    /// Starts a thread that runs the body and ends; tells whether the system had a thread to give.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) -> Bool {
        let context = unsafe Unmanaged.passRetained(Work(name: name, body: body))
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        unsafe pthread_attr_setstacksize(&attributes, 1 << 20)
        var thread = pthread_t()
        let outcome = unsafe pthread_create(
            &thread, &attributes,
            { context in
                guard let context = unsafe context else { return nil }
                let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                unsafe cpostgres_name_thread(work.name)
                work.body()
                return nil
            }, context.toOpaque())
        if outcome != 0 { unsafe context.release() }
        return outcome == 0
    }

    /// What a thread is to do, on its way through C.
    private final class Work: Sendable {
        let name: String
        let body: @Sendable () -> Void

        /// Remembers the work.
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = String(name.prefix(15))
            self.body = body
        }
    }
}
