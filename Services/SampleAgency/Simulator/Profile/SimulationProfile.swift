/// How a simulated party behaves: an agency, or what takes notices.
///
/// - Shape: a JSON object, every key optional:
///   `{"seed": 1, "latency": {"distribution": "lognormal", "medianMilliseconds": 20, "p99Milliseconds": 200},`
///   `"rates": {"error": 0.01, "timeoutAfterWork": 0, "duplicate": 0.01, "late": 0, "malformed": 0,`
///   `"tooManyRequests": 0, "crashAfterWork": 0}, "outages": [{"fromSeconds": 10, "toSeconds": 20}],`
///   `"outcomes": {"match": 0.9, "mismatch": 0.05, "not-found": 0.02, "unavailable": 0.03}}`.
///   Rates add up to 1 at most, since one attempt has one fault at most; outcomes add up to 1; outages count from the
///   start of the process.
package struct SimulationProfile: Sendable, Equatable {
    /// A stretch of time in which the party does not work.
    package struct Outage: Sendable, Equatable {
        /// When it begins, after the start of the process.
        ///
        /// - Units: seconds.
        package let from: Double
        /// When it ends.
        ///
        /// - Units: seconds.
        package let to: Double
    }

    /// What all draws depend on.
    package internal(set) var seed: UInt64 = 1
    /// How long attempts take.
    package internal(set) var latency = LatencyDistribution.none
    /// How often what goes wrong.
    package internal(set) var rates: [SimulatedFault: Double] = [:]
    /// When the party does not work, in order.
    package internal(set) var outages: [Outage] = []
    /// What attempts come to; without any, `match`.
    package internal(set) var outcomes: [SimulatedOutcome: Double] = [:]

    /// A party that does everything at once and right.
    package init() {}

    /// How long the outage still lasts in which a moment after the start of the process lies; nil outside of outages.
    package func outage(at elapsed: Duration) -> Duration? {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        guard let end = outages.last(where: { $0.from <= seconds && seconds < $0.to })?.to else { return nil }
        return .seconds(end - seconds)
    }
}
