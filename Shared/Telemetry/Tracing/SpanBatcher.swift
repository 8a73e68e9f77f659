package import Logging
import Metrics
import ServiceLifecycle
import Synchronization

/// Collects ended spans and exports them in the background.
///
/// - Shape: at most 4096 spans wait; more are dropped and counted (`telemetry.spans.dropped`). A batch goes out every
///   five seconds or when 512 spans wait, and once more at shutdown.
package final class SpanBatcher: Service {
    private static let capacity = 4096
    private static let batchSize = 512

    private let waiting = Mutex<[FinishedSpan]>([])
    private let wake: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let resource: [(String, String)]
    private let interval: Duration
    private let send: @Sendable ([UInt8]) async -> OTLPExporter.Outcome
    private let logger: Logger
    private let exported: Counter
    private let dropped: Counter

    /// A batcher that posts to a collector.
    package convenience init(endpoint: String, resource: [(String, String)], logger: Logger) {
        let exporter = OTLPExporter(endpoint: endpoint)
        self.init(resource: resource, interval: .seconds(5), logger: logger) { await exporter.send($0) }
    }

    init(
        resource: [(String, String)], interval: Duration, logger: Logger,
        send: @escaping @Sendable ([UInt8]) async -> OTLPExporter.Outcome
    ) {
        self.resource = resource
        self.interval = interval
        self.logger = logger
        self.send = send
        (wake, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        exported = Counter(label: "telemetry.spans.exported")
        dropped = Counter(label: "telemetry.spans.dropped")
    }

    /// Exports until the graceful shutdown, then what is left.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [interval, waker] in
                while true {
                    // `try?`: a cancelled wait ends the loop by the check that follows.
                    try? await Task.sleep(for: interval)
                    if Task.isCancelled { return }
                    waker.yield()
                }
            }
            for await _ in wake.cancelOnGracefulShutdown() {
                await exportFullBatches()
            }
            group.cancelAll()
        }
        await exportFullBatches()
    }

    /// Takes a span, or drops it when too many wait.
    func add(_ span: FinishedSpan) {
        let count = waiting.withLock { spans -> Int? in
            guard spans.count < Self.capacity else { return nil }
            spans.append(span)
            return spans.count
        }
        guard let count else {
            dropped.increment()
            return
        }
        if count == Self.batchSize { waker.yield() }
    }

    /// Sends batch after batch until none waits or the collector is busy.
    private func exportFullBatches() async {
        while true {
            let batch = waiting.withLock { spans -> [FinishedSpan] in
                let batch = Array(spans.prefix(Self.batchSize))
                spans.removeFirst(batch.count)
                return batch
            }
            guard !batch.isEmpty else { return }
            switch await send(OTLPJSON.encode(batch, resource: resource)) {
            case .accepted:
                exported.increment(by: batch.count)
            case .refused(let reason):
                dropped.increment(by: batch.count)
                logger.warning("the trace collector refused spans", metadata: .keys([.reason: "\(reason)"]))
            case .busy(let seconds):
                putBack(batch)
                if let seconds, !Task.isShuttingDownGracefully {
                    // `try?`: a cancelled wait only brings the next try forward.
                    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(min(seconds, 60))) }
                }
                return
            }
        }
    }

    private func putBack(_ batch: [FinishedSpan]) {
        let lost = waiting.withLock { spans -> Int in
            let room = min(batch.count, Self.capacity - spans.count)
            spans.insert(contentsOf: batch.suffix(room), at: 0)
            return batch.count - room
        }
        if lost > 0 { dropped.increment(by: lost) }
    }
}
