import ArgumentParser

/// How much worse is still good: `10%` or `0.1`.
struct Tolerance: ExpressibleByArgument, Equatable, Sendable {
    /// The share: 0.1 for ten percent.
    let share: Double

    /// Reads a share from 0 to 10, or percent from 0 to 1000.
    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else { return nil }
        let share = isPercent ? number / 100 : number
        guard (0...10).contains(share) else { return nil }
        self.share = share
    }
}
