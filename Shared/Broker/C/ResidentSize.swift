import Glibc

/// How much memory this process has.
enum ResidentSize {
    /// The resident bytes now; 0 where the system does not tell.
    ///
    /// - Source: Linux `proc_pid_statm(5)`.
    static var bytes: Int {
        let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var text = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(descriptor, &text, text.count)
        guard count > 0 else { return 0 }
        let fields = String(decoding: text[..<count], as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return 0 }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
