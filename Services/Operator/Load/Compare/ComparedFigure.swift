/// One figure of two runs.
struct ComparedFigure: Sendable {
    /// Which way is better.
    enum Direction: Sendable {
        /// Less is better: latencies, failures, costs.
        case down
        /// More is better: throughput.
        case up
        /// Shown, never judged: single extremes, which chance decides.
        case neither
    }

    /// The name: `whole.p99`, `http.submit.p50`, `cpu.intake`.
    let name: String
    /// How it is written.
    let unit: ReportUnit
    /// Which way is better.
    let direction: Direction
    /// The first run's; nil when it has none.
    let first: Double?
    /// The second run's; nil when it has none.
    let second: Double?

    /// The second divided by the first; nil when there is nothing to divide by.
    var ratio: Double? {
        guard let first, let second, first > 0 else { return nil }
        return second / first
    }

    /// Whether the second run is worse by more than a share of the first; never when one of them has no such figure.
    /// - Parameter tolerance: 0.1 for ten percent.
    /// - Returns: whether it is.
    func isWorse(tolerance: Double) -> Bool {
        guard let first, let second else { return false }
        return switch direction {
        case .down: second > first * (1 + tolerance)
        case .up: second < first * (1 - tolerance)
        case .neither: false
        }
    }
}
