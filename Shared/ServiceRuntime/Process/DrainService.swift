import Dispatch
import Foundation
import Logging
import ServiceLifecycle

/// Marks the process as not ready when the shutdown begins, and ends it when the shutdown hangs.
///
/// It stands last in the group, so it is the first to hear of the shutdown.
struct DrainService: Service {
    let health: Health
    let graceSeconds: Int
    let logger: Logger

    func run() async throws {
        // `try?`: being cancelled ends the wait just as well.
        try? await gracefulShutdown()
        health.startDraining()
        logger.notice("shutting down")
        // Work still running after the grace is cancelled by the group; this is for work that ignores that too.
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(graceSeconds + 10)) { [logger] in
            logger.critical("the shutdown hangs; ending the process")
            // Clean-up at exit would meet the threads that hang.
            _exit(ExitCode.fault.rawValue)
        }
    }
}
