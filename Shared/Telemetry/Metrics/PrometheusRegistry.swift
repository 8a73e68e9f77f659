package import CoreMetrics
package import Logging
import Synchronization

/// Keeps all metrics of the process and prints them for Prometheus.
///
/// A handle for a label and dimensions seen before is the same cell, so handles are cheap, and cheapest kept in a `let`.
/// Names are translated (`messaging.client.sent.messages` to `messaging_client_sent_messages_total`, timers to
/// histograms in `_seconds`). Of two kinds under one name the first wins; a family holds at most `seriesLimit` series
/// and counts further ones in `telemetry_series_dropped_total`.
package final class PrometheusRegistry: MetricsFactory {
    private struct Family {
        var kind: PrometheusKind
        var series: [PrometheusLabels: any PrometheusCell] = [:]
    }

    private struct State {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
        var clashes: Set<String> = []
    }

    /// The bounds of timers, in seconds.
    package static let durationBounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    /// The bounds of recorders: sizes and counts.
    package static let sizeBounds: [Double] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304,
    ]

    private let state = Mutex(State())
    private let dropped = CounterCell()
    private let seriesLimit: Int
    private let logger: Logger

    /// An empty registry.
    package init(seriesLimit: Int = 1000, logger: Logger = Logger(label: "telemetry")) {
        self.seriesLimit = seriesLimit
        self.logger = logger
    }

    /// The media type of ``exposition()``.
    package static var contentType: String { TextFormat.contentType }

    /// Sets the text that explains a metric, by its name in code.
    package func describe(_ label: String, _ help: String) {
        state.withLock { $0.help[PrometheusName.sanitized(label)] = help }
    }

    /// All metrics, sorted by name and labels.
    package func exposition() -> String {
        let (families, help) = state.withLock { ($0.families, $0.help) }
        var text = TextFormat()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty {
            text.header(name, kind: family.kind, help: Self.help(for: name, in: help))
            for (labels, cell) in family.series.sorted(by: { $0.key.text < $1.key.text }) {
                cell.write(to: &text, name: name, labels: labels)
            }
        }
        text.header(
            "telemetry_series_dropped_total", kind: .counter, help: "Series refused because their family was full.")
        dropped.write(to: &text, name: "telemetry_series_dropped_total", labels: PrometheusLabels([]))
        return text.text
    }

    private static func help(for name: String, in help: [String: String]) -> String? {
        if let text = help[name] { return text }
        for suffix in ["_total", "_seconds"] where name.hasSuffix(suffix) {
            if let text = help[String(name.dropLast(suffix.count))] { return text }
        }
        return nil
    }

    /// The cell of a series, made when it is new; a detached one when its name is taken or its family full.
    private func cell<Cell: PrometheusCell>(
        _ name: String, _ kind: PrometheusKind, _ dimensions: [(String, String)], _ make: () -> Cell
    ) -> Cell {
        let labels = PrometheusLabels(dimensions)
        let (cell, isNewClash) = state.withLock { state -> (Cell, Bool) in
            let taken = state.families[name]?.series[labels]
            if let cell = taken as? Cell { return (cell, false) }
            if taken != nil || state.families[name].map({ $0.kind != kind }) == true {
                return (make(), state.clashes.insert(name).inserted)
            }
            let cell = make()
            guard state.families[name, default: Family(kind: kind)].series.count < seriesLimit else {
                dropped.increment(by: Int64(1))
                return (cell, false)
            }
            state.families[name, default: Family(kind: kind)].series[labels] = cell
            return (cell, false)
        }
        if isNewClash {
            logger.error("metric \(name) is already of another kind; the later one is not exposed")
        }
        return cell
    }

    private func remove(_ handler: AnyObject) {
        state.withLock { state in
            for (name, family) in state.families {
                for (labels, cell) in family.series where cell === handler {
                    state.families[name]?.series[labels] = nil
                }
            }
        }
    }

    // MARK: - MetricsFactory

    /// A counter of whole numbers.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(PrometheusName.sanitized(label, suffix: "_total"), .counter, dimensions) { CounterCell() }
    }

    /// A counter of any numbers.
    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(PrometheusName.sanitized(label, suffix: "_total"), .counter, dimensions) { CounterCell() }
    }

    /// A gauge.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(PrometheusName.sanitized(label), .gauge, dimensions) { GaugeCell() }
    }

    /// A histogram, or a gauge where nothing is to be aggregated.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let name = PrometheusName.sanitized(label)
        guard aggregate else { return cell(name, .gauge, dimensions) { GaugeCell() } }
        return cell(name, .histogram, dimensions) { HistogramCell(bounds: Self.sizeBounds) }
    }

    /// A histogram of seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        cell(PrometheusName.sanitized(label, suffix: "_seconds"), .histogram, dimensions) {
            HistogramCell(bounds: Self.durationBounds)
        }
    }

    /// Forgets a counter.
    package func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    /// Forgets a counter.
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
    /// Forgets a gauge.
    package func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    /// Forgets a histogram or gauge.
    package func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    /// Forgets a histogram.
    package func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
