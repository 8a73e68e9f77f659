import Broker
import Contracts
import Logging
import ServiceLifecycleTestKit
import ServiceRuntime
import Synchronization
import TestSupport

@testable import Worker

/// A worker's process, as far as its check is concerned.
final class RunningWorker: Sendable {
    let health = Health()
    private let task: Task<Void, any Error>
    private let isWired = Gate()
    private let holder = TriggerHolder()

    private final class TriggerHolder: Sendable {
        let trigger = Mutex<GracefulShutdownTestTrigger?>(nil)
    }

    /// Starts one.
    init(_ agency: Agency, concurrency: Int = 16, _ check: @escaping AgencyWorker.Check) throws {
        let reader = SettingsReader(values: [
            "broker.url": agency.url, "worker.concurrency": String(concurrency),
        ])
        let service = try CheckService(
            agency: agency.code, checks: [(agency.check, check)],
            settings: WorkerSettings(reader, agency: agency.code),
            context: RuntimeContext(
                name: agency.code.value, settings: reader, logger: .silent, health: health, mode: .test))
        try reader.finish()
        let (isWired, holder) = (isWired, holder)
        task = Task {
            try await testGracefulShutdown { trigger in
                holder.trigger.withLock { $0 = trigger }
                isWired.open()
                try await service.run()
            }
        }
    }

    /// Shuts down as at a SIGTERM.
    func beginToStop() async throws {
        try await isWired.pass()
        holder.trigger.withLock { $0 }?.triggerGracefulShutdown()
    }

    /// Waits for the end.
    func ended() async throws {
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Shuts down as at a SIGTERM, and waits for the end.
    func stop() async throws {
        try await beginToStop()
        try await ended()
    }

    /// Ends at once: connections are cut, nothing is settled any more.
    func kill() async {
        task.cancel()
        // How a killed process ended is nobody's business.
        _ = await task.result
    }
}
