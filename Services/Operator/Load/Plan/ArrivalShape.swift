import Foundation

/// How the requests of a run are spread over its time.
enum ArrivalShape: Sendable, Equatable {
    /// Evenly.
    case constant
    /// Evenly at a rate that grows from nothing.
    case ramp
    /// At random.
    case poisson
    /// At random, with twenty times the rate in the middle of the run.
    case spike
    /// At random, along a curve that was recorded.
    case curve([Intensity.Point])

    /// How much higher than the rate the spike of a deadline is.
    static let spikeFactor = 20.0
    /// The share of the run that the spike takes.
    static let spikeShare = 0.05

    /// A day at a public service mall: counters and portal busy from 8 to 14 o'clock, and the last half hour before a
    /// deadline at 14 o'clock with twenty times as much.
    ///
    /// - Source: the MPP of Kota Probolinggo is open from 8 to 14; deadline days of 2020 and 2024 (SIKM, e-Meterai).
    static let day: [Intensity.Point] = [
        (0, 0.05), (5, 0.05), (7, 0.4), (8, 1), (13.5, 1), (13.5, spikeFactor), (14, spikeFactor), (14, 0.4), (18, 0.3),
        (22, 0.15), (24, 0.05),
    ].map { Intensity.Point(seconds: $0.0 * 3600, rate: $0.1) }

    /// Reads a shape: `constant`, `ramp`, `poisson`, `spike`, `day` or `curve:FILE`.
    /// - Throws: `LoadFault` that names the word that is wrong.
    init(_ text: String) throws(LoadFault) {
        switch text {
        case "constant": self = .constant
        case "ramp": self = .ramp
        case "poisson": self = .poisson
        case "spike": self = .spike
        case "day": self = .curve(Self.day)
        case _ where text.hasPrefix("curve:"):
            let path = String(text.dropFirst("curve:".count))
            guard let data = FileManager.default.contents(atPath: path) else {
                throw LoadFault("--arrival: the curve \(path) cannot be read")
            }
            self = .curve(try Self.curve(String(decoding: data, as: UTF8.self), named: path))
        default:
            throw LoadFault(
                "--arrival: \(text) is not constant, ramp, poisson, spike, day or curve:FILE")
        }
    }

    /// Whether requests begin at random times rather than evenly.
    var isRandom: Bool {
        switch self {
        case .constant, .ramp: false
        case .poisson, .spike, .curve: true
        }
    }

    /// The intensity of a run, to whose length a curve is stretched.
    ///
    /// - Units: `rate` in requests a second, of a curve what its value 1 means; `duration` in seconds.
    func intensity(rate: Double, duration: Double) -> Intensity {
        switch self {
        case .constant, .poisson: Intensity(rate: rate, duration: duration)
        case .ramp: Intensity([.init(seconds: 0, rate: 0), .init(seconds: duration, rate: rate)])
        case .spike:
            Intensity(
                [
                    (0, 1), ((1 - Self.spikeShare) / 2, 1), ((1 - Self.spikeShare) / 2, Self.spikeFactor),
                    ((1 + Self.spikeShare) / 2, Self.spikeFactor), ((1 + Self.spikeShare) / 2, 1), (1, 1),
                ].map { Intensity.Point(seconds: $0.0 * duration, rate: $0.1 * rate) })
        case .curve(let points): Self.stretched(points, rate: rate, duration: duration)
        }
    }

    private static func stretched(_ points: [Intensity.Point], rate: Double, duration: Double) -> Intensity {
        let first = points.first?.seconds ?? 0
        let length = (points.last?.seconds ?? 1) - first
        return Intensity(
            points.map { .init(seconds: ($0.seconds - first) / length * duration, rate: $0.rate * rate) })
    }

    /// Reads a recorded curve.
    /// - Shape: lines `seconds,relative rate`, the seconds ascending; a first line that is no number is a heading.
    static func curve(_ text: String, named name: String) throws(LoadFault) -> [Intensity.Point] {
        var points: [Intensity.Point] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let fields = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            if fields.isEmpty || (index == 0 && Double(fields[0]) == nil) { continue }
            guard fields.count == 2, let seconds = Double(fields[0]), let rate = Double(fields[1]), seconds.isFinite,
                rate.isFinite, rate >= 0
            else { throw LoadFault("--arrival: line \(index + 1) of \(name) is not seconds,rate: \(line)") }
            guard seconds >= points.last?.seconds ?? -.infinity else {
                throw LoadFault("--arrival: line \(index + 1) of \(name): the time \(fields[0]) goes back")
            }
            points.append(.init(seconds: seconds, rate: rate))
        }
        guard let first = points.first, let last = points.last, last.seconds > first.seconds,
            points.contains(where: { $0.rate > 0 })
        else { throw LoadFault("--arrival: \(name) holds no curve: two times and a rate above 0 are needed") }
        return points
    }
}
