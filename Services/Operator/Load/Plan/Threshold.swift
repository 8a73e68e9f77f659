import Foundation

/// One requirement of a run: `e2e.p99<500ms`, `failed<0.1%`, `throughput>=95`.
///
/// - Shape: a metric, a comparison (`<`, `<=`, `>`, `>=`) and a bound. Latencies are `<name>.<statistic>` with a bound in
///   `us`, `ms` or `s`; the name is `e2e`, `http`, a stage or a kind of request, the statistic `min`, `mean`, `max` or
///   `p` and a percentile. Counts are `failed`, `dropped`, `late`, `unfinished`, plain or as a share in `%`. `throughput`
///   is finished applications a second.
struct Threshold: Sendable, Equatable {
    /// What is compared.
    enum Metric: Sendable, Equatable {
        /// A statistic of a latency.
        case latency(String, Statistic)
        /// A number of requests or applications.
        case count(Tally)
        /// A number of requests or applications, in percent of those that could be among them.
        case share(Tally)
        /// Finished applications a second.
        case throughput
    }

    /// A statistic of a latency.
    enum Statistic: Sendable, Equatable {
        /// The smallest value.
        case min
        /// The mean.
        case mean
        /// The largest value.
        case max
        /// A percentile.
        case percentile(Double)
    }

    /// What is counted.
    enum Tally: String, CaseIterable, Sendable {
        /// Requests without the answer that they have to get.
        case failed
        /// Requests that were not sent.
        case dropped
        /// Requests that were sent more than 10 ms after their intended start.
        case late
        /// Applications that were accepted and are not finished.
        case unfinished
    }

    /// The comparisons.
    enum Comparison: String, CaseIterable, Sendable {
        /// At most.
        case atMost = "<="
        /// At least.
        case atLeast = ">="
        /// Less than.
        case below = "<"
        /// More than.
        case above = ">"

        /// Whether a value compares so with a bound.
        func holds(_ value: Double, _ bound: Double) -> Bool {
            switch self {
            case .atMost: value <= bound
            case .atLeast: value >= bound
            case .below: value < bound
            case .above: value > bound
            }
        }
    }

    /// The names of latencies: `e2e` is the stage `whole`, `http` all requests together.
    static let latencies =
        ["e2e", "http"] + LoadStage.allCases.map(\.rawValue) + RequestKind.allCases.map(\.rawValue)

    /// The requirement as given.
    let expression: String
    /// What is compared.
    let metric: Metric
    /// How.
    let comparison: Comparison
    /// With what.
    ///
    /// - Units: those of ``unit``.
    let bound: Double
    /// The bound's unit: `us`, `ms`, `s`, `%` or nothing.
    let unit: String

    /// Reads a requirement.
    /// - Throws: `LoadFault` that names the word that is wrong.
    init(_ expression: String) throws(LoadFault) {
        self.expression = expression
        let text = expression.filter { !$0.isWhitespace }
        let place = "--require '\(expression)'"
        guard let at = text.firstIndex(where: { "<>".contains($0) }) else {
            throw LoadFault("\(place): there is no <, <=, > or >= in it")
        }
        let tail = text[at...]
        // The two-character comparisons stand first.
        guard let comparison = Comparison.allCases.first(where: { tail.hasPrefix($0.rawValue) }) else {
            throw LoadFault("\(place): there is no <, <=, > or >= in it")
        }
        self.comparison = comparison
        let word = String(text[..<at])
        let value = tail.dropFirst(comparison.rawValue.count)
        let digits = value.prefix { $0.isNumber || $0 == "." }
        unit = String(value.dropFirst(digits.count))
        guard let bound = Double(digits), bound.isFinite else {
            throw LoadFault("\(place): \(value) is not a number with a unit")
        }
        self.bound = bound
        metric = try Self.metric(word, unit: unit, place)
    }

    private static func metric(_ word: String, unit: String, _ place: String) throws(LoadFault) -> Metric {
        if let tally = Tally(rawValue: word) {
            switch unit {
            case "": return .count(tally)
            case "%": return .share(tally)
            default: throw LoadFault("\(place): \(unit) is not a unit of \(word); take % or none")
            }
        }
        if word == "throughput" {
            guard unit.isEmpty || unit == "/s" else {
                throw LoadFault("\(place): \(unit) is not a unit of throughput; take /s or none")
            }
            return .throughput
        }
        let parts = word.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard latencies.contains(parts[0]) else {
            let known = latencies.joined(separator: ", ")
            throw LoadFault(
                "\(place): \(parts[0]) is not known; take failed, dropped, late, unfinished, throughput, or a latency: "
                    + known)
        }
        guard parts.count == 2, let statistic = statistic(parts[1]) else {
            throw LoadFault(
                "\(place): \(parts.count == 2 ? parts[1] : word) is not a statistic; take min, mean, max or p and a "
                    + "percentile, such as \(parts[0]).p99.9")
        }
        guard ["us", "ms", "s"].contains(unit) else {
            throw LoadFault("\(place): \(unit.isEmpty ? "the bound" : unit) needs a unit of time: us, ms or s")
        }
        return .latency(parts[0], statistic)
    }

    private static func statistic(_ word: String) -> Statistic? {
        switch word {
        case "min": return .min
        case "mean": return .mean
        case "max": return .max
        default:
            guard word.first == "p", let percentile = Double(word.dropFirst()), (0...100).contains(percentile) else {
                return nil
            }
            return .percentile(percentile)
        }
    }
}
