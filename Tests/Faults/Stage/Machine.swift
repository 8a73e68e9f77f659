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

    /// Debian's libfaketime for programs of several threads.
    static let fakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"
}
