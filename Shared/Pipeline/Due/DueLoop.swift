import CoreMetrics
import Logging
import Metrics

/// Runs the due rows of one source, again and again.
struct DueLoop: Sendable {
    private static let batch = 200

    let source: any DueSource
    let engine: Engine
    let interval: Duration
    private let runs: Counter
    private let failures: Counter

    init(source: any DueSource, engine: Engine, interval: Duration = .milliseconds(500)) {
        self.source = source
        self.engine = engine
        self.interval = interval
        runs = Counter(label: "mpp.due.rows", dimensions: [("source", source.name)])
        failures = Counter(label: "mpp.due.failures", dimensions: [("source", source.name)])
    }

    /// Runs until the task is cancelled.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            var wait = interval
            do {
                let count = try await source.runDue(limit: Self.batch, in: engine)
                runs.increment(by: count)
                if count >= Self.batch { wait = .zero }
                backOff.reset()
            } catch {
                if Task.isCancelled { return }
                failures.increment()
                engine.logger.warning(
                    "due rows could not be run", error: error, metadata: ["mpp.due.source": "\(source.name)"])
                wait = backOff.next()
            }
            // Waits out a fixed interval; cancellation ends the loop.
            if wait > .zero { try? await Task.sleep(for: wait) }
        }
    }
}
