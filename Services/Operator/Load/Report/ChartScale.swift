import Foundation

/// Where values lie on an axis, and what is written beside it.
struct ChartScale: Sendable {
    /// A mark on the axis.
    struct Tick: Equatable, Sendable {
        /// From 0 at the axis's begin to 1 at its end.
        let position: Double
        /// What is written there.
        let label: String
    }

    private enum Kind {
        case linear
        case logarithmic
        case percentile
    }

    private let kind: Kind
    private let lower: Double
    private let upper: Double
    /// The marks, ascending.
    let ticks: [Tick]

    private init(_ kind: Kind, _ lower: Double, _ upper: Double, _ ticks: [(value: Double, label: String)]) {
        self.kind = kind
        self.lower = lower
        self.upper = upper
        self.ticks = ticks.map {
            Tick(position: Self.position(of: $0.value, kind: kind, lower: lower, upper: upper), label: $0.label)
        }
    }

    /// From zero to at least the largest value, in about `steps` round steps.
    static func linear(upTo largest: Double, unit: ReportUnit, steps: Int = 4, isTight: Bool = false) -> ChartScale {
        let largest = largest > 0 && largest.isFinite ? largest : 1
        let roundness = unit.roundness(upTo: largest)
        let rough = largest / roundness / Double(steps)
        let power = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 2.5, 5].first { $0 * power >= rough * 0.999_999 } ?? 10) * power * roundness
        let upper = isTight ? largest : (largest / step * 0.999_999).rounded(.up) * step
        let count = Int((upper / step * 1.000_001).rounded(.down))
        return ChartScale(
            .linear, 0, upper, (0...count).map { (Double($0) * step, $0 == 0 ? "0" : unit.text(Double($0) * step)) })
    }

    /// From and to 1, 2 or 5 times a power of ten around the values, which must be above zero; at least one decade.
    static func logarithmic(from smallest: Double, upTo largest: Double, unit: ReportUnit) -> ChartScale {
        let top = largest > 0 && largest.isFinite ? largest : 1
        let bottom = smallest > 0 && smallest <= top ? smallest : top
        let (first, last) = (Int(log10(bottom).rounded(.down)), Int(log10(top).rounded(.down)))
        let round = (first...last + 1).flatMap { decade in [1, 2, 5].map { $0 * pow(10, Double(decade)) } }
        let upper = round.first { $0 >= top * 0.999_999 } ?? top
        let lower = min(round.last { $0 <= bottom * 1.000_001 } ?? bottom, upper / 10)
        let factors: [Double] = upper / lower > 101 ? [1] : [1, 2, 5]
        let values = (first - 1...last + 1).flatMap { decade in factors.map { $0 * pow(10, Double(decade)) } }
            .filter { $0 >= lower * 0.999_999 && $0 <= upper * 1.000_001 }
        return ChartScale(.logarithmic, lower, upper, values.map { ($0, unit.text($0)) })
    }

    /// Percentiles, with equal room for each further nine: 90 %, 99 %, 99.9 %, ….
    /// - Parameter count: the most values in a distribution; they say how far the axis goes.
    /// - Returns: the axis.
    static func percentile(count: Int64) -> ChartScale {
        let nines = max(2, log10(Double(max(count, 1))))
        let marks: [(Double, String)] = [
            (0, "0"), (50, "50 %"), (90, "90 %"), (99, "99 %"), (99.9, "99.9 %"), (99.99, "99.99 %"),
            (99.999, "99.999 %"), (99.9999, "99.9999 %"),
        ]
        return ChartScale(
            .percentile, 0, nines, marks.filter { -log10(1 - $0.0 / 100) <= nines + 0.001 })
    }

    /// Where a value lies: 0 at the axis's begin, 1 at its end; values outside lie at the ends.
    func position(of value: Double) -> Double {
        Self.position(of: value, kind: kind, lower: lower, upper: upper)
    }

    private static func position(of value: Double, kind: Kind, lower: Double, upper: Double) -> Double {
        let share =
            switch kind {
            case .linear: (value - lower) / (upper - lower)
            case .logarithmic: value > 0 ? log(value / lower) / log(upper / lower) : 0
            case .percentile: value < 100 ? -log10(1 - value / 100) / upper : 1
            }
        return min(max(share, 0), 1)
    }
}
