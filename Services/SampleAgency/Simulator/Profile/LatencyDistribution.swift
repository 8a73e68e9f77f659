import Foundation

/// How long an attempt takes: a distribution by its median and its 99th percentile.
package struct LatencyDistribution: Sendable, Equatable {
    /// The shape.
    package enum Shape: String, CaseIterable, Sendable {
        /// Always the median.
        case constant
        /// Evenly between two bounds.
        case uniform
        /// A shortest time and an exponential tail behind it.
        case exponential
        /// The logarithm is normal: a long tail.
        case lognormal
    }

    /// The longest that is ever drawn.
    ///
    /// - Units: milliseconds.
    package static let longest = 600_000.0

    /// The shape.
    package let shape: Shape
    /// Half of all are shorter.
    ///
    /// - Units: milliseconds.
    package let median: Double
    /// One of a hundred is longer.
    ///
    /// - Units: milliseconds.
    package let p99: Double

    /// No time at all.
    package static let none = LatencyDistribution(shape: .constant, median: 0, p99: 0)

    private init(shape: Shape, median: Double, p99: Double) {
        self.shape = shape
        self.median = median
        self.p99 = p99
    }

    /// Makes a distribution; without the 99th percentile the shape's usual one.
    ///
    /// - Throws: `ProfileFault` when no distribution of this shape has such a median and 99th percentile.
    package init(_ shape: Shape, median: Double, p99 given: Double?) throws(ProfileFault) {
        guard (0...Self.longest).contains(median) else {
            throw ProfileFault("latency.medianMilliseconds", "must be 0 to \(Int(Self.longest))")
        }
        let (least, greatest, usual): (Double, Double, Double) =
            switch shape {
            case .constant: (median, median, median)
            case .uniform: (median, 1.98 * median, 1.98 * median)
            case .exponential: (median, median * log(100) / log(2), median * log(100) / log(2))
            case .lognormal: (median, Self.longest, 3 * median)
            }
        let p99 = given ?? usual
        // A thousandth for figures that were rounded.
        guard p99 >= least * 0.999, p99 <= greatest * 1.001 + 0.001 else {
            throw ProfileFault(
                "latency.p99Milliseconds",
                "must be \(Self.text(least)) to \(Self.text(greatest)) for a \(shape.rawValue) distribution of this median"
            )
        }
        self.init(shape: shape, median: median, p99: p99)
    }

    /// The value below which a fraction of all lie.
    ///
    /// - Parameter fraction: between 0 and 1.
    /// - Returns: milliseconds.
    package func quantile(_ fraction: Double) -> Double {
        let value =
            switch shape {
            case .constant: median
            case .uniform: median + (p99 - median) * (fraction - 0.5) / 0.49
            case .exponential: shortest - log(1 - fraction) / rate
            case .lognormal: median * exp(Self.normal(fraction) * spread)
            }
        return min(max(0, value), Self.longest)
    }

    private var rate: Double { p99 > median ? (log(100) - log(2)) / (p99 - median) : .infinity }
    private var shortest: Double { median - log(2) / rate }
    private var spread: Double { median > 0 ? log(p99 / median) / Self.normal(0.99) : 0 }

    private static func text(_ value: Double) -> String { String(Int(value.rounded())) }

    /// The quantile of the standard normal distribution, to nine digits.
    ///
    /// - Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function".
    static func normal(_ fraction: Double) -> Double {
        if fraction > 0.5 { return -normal(1 - fraction) }
        if fraction < 0.02425 {
            let q = (-2 * log(fraction)).squareRoot()
            return horner(
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734,
                    4.374664141464968, 2.938163982698783,
                ], q)
                / horner(
                    [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1], q)
        }
        let q = fraction - 0.5
        let r = q * q
        return q
            * horner(
                [
                    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.3577518672690, -30.66479806614716,
                    2.506628277459239,
                ], r)
            / horner(
                [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1],
                r)
    }

    private static func horner(_ coefficients: [Double], _ x: Double) -> Double {
        coefficients.reduce(0) { $0 * x + $1 }
    }
}
