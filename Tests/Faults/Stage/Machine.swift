import Foundation
import TestSupport

/// What the machine lets the matrix do.
enum Machine {
    /// Whether the tests run in a network namespace and a mount namespace of their own; `docker/test` sees to it where it
    /// may.
    static var hasOwnNamespaces: Bool { TestEnvironment.value("MPP_TEST_NAMESPACES") == "own" }

    /// Whether file systems may be mounted without touching the machine's.
    static var hasOwnMounts: Bool { hasOwnNamespaces }

    /// Why packets cannot be dropped here; nil when they can.
    static func networkObstacle() async -> String? {
        guard hasOwnNamespaces else { return "no network namespace of its own: docker/test makes one for root" }
        do {
            _ = try await Command.check(
                "iptables",
                [
                    "-w", "-A", "OUTPUT", "-p", "tcp", "--dport", "1", "-m", "statistic", "--mode", "random",
                    "--probability", "0.05", "-j", "DROP",
                ])
            _ = try await Command.check("iptables", ["-w", "-F", "OUTPUT"])
            return nil
        } catch {
            return "iptables with the statistic match does not work here: \(error)"
        }
    }

    /// A library that lets timers alone when the clock is changed, as the kernel does: libfaketime moves those of the
    /// monotonic clock too.
    static func honestTimers(in folder: String) async throws -> String {
        let source = """
            #define _GNU_SOURCE
            #include <sys/syscall.h>
            #include <sys/timerfd.h>
            #include <unistd.h>
            int timerfd_settime(int fd, int flags, const struct itimerspec *new, struct itimerspec *old) {
                return (int)syscall(SYS_timerfd_settime, fd, flags, new, old);
            }
            """
        let file = folder + "/timers.c"
        try source.write(toFile: file, atomically: true, encoding: .utf8)
        _ = try await Command.check("gcc", ["-shared", "-fPIC", "-o", folder + "/timers.so", file])
        return folder + "/timers.so"
    }

    /// Debian's libfaketime for programs of several threads.
    static let fakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
}
