import CoreMetrics
import Logging
import Metrics

/// Runs the due rows of one source, again and again: at an interval, and when a transaction says that it made some due.
struct DueLoop: Sendable {
    private static let batch = 200

    let source: any DueSource
    let engine: Engine
    let interval: Duration
    private let pause: Pause
    private let runs: Counter
    private let failures: Counter

    init(source: any DueSource, engine: Engine, interval: Duration = .milliseconds(500)) {
        self.source = source
        self.engine = engine
        self.interval = interval
        pause = engine.bells.pause(of: source.name)
        runs = Counter(label: "mpp.due.rows", dimensions: [("source", source.name)])
        failures = Counter(label: "mpp.due.failures", dimensions: [("source", source.name)])
    }

    /// Runs until the task is cancelled.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled {
            do {
                let count = try await source.runDue(limit: Self.batch, in: engine)
                runs.increment(by: count)
                backOff.reset()
                if count < Self.batch { await pause.wait(for: interval) }
            } catch {
                if Task.isCancelled { return }
                failures.increment()
                engine.logger.warning(
                    "due rows could not be run", error: error, metadata: ["mpp.due.source": "\(source.name)"])
                // A back-off, which nothing cuts short; cancellation ends the loop.
                try? await Task.sleep(for: backOff.next())
            }
        }
    }
}
