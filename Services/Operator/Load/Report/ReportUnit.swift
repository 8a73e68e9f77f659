import Foundation

/// How a figure of a report is written for people.
enum ReportUnit: Sendable {
    /// A duration given in milliseconds.
    case milliseconds
    /// A duration given in seconds.
    case seconds
    /// A number of things.
    case count
    /// A number of things in a second.
    case perSecond
    /// Percent.
    case percent
    /// Memory or data.
    case bytes
    /// Data in a second.
    case bytesPerSecond

    /// The figure with its unit.
    func text(_ value: Double) -> String {
        switch self {
        case .milliseconds: Self.duration(milliseconds: value)
        case .seconds: Self.duration(milliseconds: value * 1000)
        case .count: Self.number(value)
        case .perSecond: Self.number(value) + "/s"
        case .percent: Self.number(value) + " %"
        case .bytes: Self.size(value)
        case .bytesPerSecond: Self.size(value) + "/s"
        }
    }

    /// The factor by which an axis's steps are round: 1 or a power of 1024.
    func roundness(upTo largest: Double) -> Double {
        switch self {
        case .bytes, .bytesPerSecond: pow(1024, Double(Self.power(largest)))
        default: 1
        }
    }

    /// A number with thousands apart and three digits at most of a fraction's kind.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let magnitude = abs(value)
        if magnitude >= 100 || value == value.rounded() {
            guard magnitude < 1e15 else { return String(format: "%.3g", value) }
            return grouped(Int64(value.rounded()))
        }
        return trimmed(String(format: magnitude >= 10 ? "%.1f" : magnitude >= 1 ? "%.2f" : "%.3f", value))
    }

    /// A whole number with its thousands apart.
    static func grouped(_ value: Int64) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
    }

    private static func duration(milliseconds value: Double) -> String {
        switch abs(value) {
        case ..<1000: number(value) + " ms"
        case ..<120_000: number(value / 1000) + " s"
        case ..<7_200_000: number(value / 60_000) + " min"
        default: number(value / 3_600_000) + " h"
        }
    }

    private static func size(_ value: Double) -> String {
        let power = power(value)
        return number(value / pow(1024, Double(power))) + " " + ["B", "KiB", "MiB", "GiB", "TiB"][power]
    }

    private static func power(_ value: Double) -> Int {
        guard abs(value) >= 1024 else { return 0 }
        return min(4, Int(log(abs(value)) / log(1024)))
    }

    private static func trimmed(_ text: String) -> String {
        guard text.contains(".") else { return text }
        var text = text
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }
}
