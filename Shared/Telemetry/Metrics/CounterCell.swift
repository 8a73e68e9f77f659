import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterCell: PrometheusCell, CounterHandler, FloatingPointCounterHandler {
    private let whole = Atomic<Int64>(0)
    private let fraction = AtomicDouble()

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        fraction.add(amount)
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fraction.set(0)
    }

    func write(to text: inout TextFormat, name: String, labels: PrometheusLabels) {
        let count = whole.load(ordering: .relaxed)
        let rest = fraction.value
        text.sample(name, labels.text, rest == 0 ? String(count) : TextFormat.number(Double(count) + rest))
    }
}
