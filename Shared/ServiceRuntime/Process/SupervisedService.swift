import Logging
import ServiceLifecycle
import Telemetry

/// Runs a part of the process; one that ends by itself, outside a shutdown, is an error.
struct SupervisedService: Service {
    let service: any Service
    let logger: Logger

    /// A part ended although nobody asked it to.
    struct EndedEarly: ProcessFault {
        var part: String

        var exitCode: ExitCode { .fault }
        var description: String { "\(part) ended although nothing asked it to" }
    }

    func run() async throws {
        let part = String(describing: type(of: service))
        do {
            try await service.run()
            if Task.isShuttingDownGracefully || Task.isCancelled { return }
            throw EndedEarly(part: part)
        } catch {
            if Task.isCancelled, error is CancellationError { throw error }
            logger.critical("a part of the process failed", error: error, metadata: .keys([.component: "\(part)"]))
            throw error
        }
    }
}
