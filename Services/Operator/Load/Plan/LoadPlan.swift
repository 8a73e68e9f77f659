import Contracts

/// Everything that is to be done in a run, checked; made before anything is sent.
struct LoadPlan: Sendable {
    /// The highest rate that a plan may hold.
    ///
    /// - Units: requests a second.
    static let highestRate = 100_000.0
    /// The longest run.
    ///
    /// - Units: seconds; a week.
    static let longestDuration = 604_800.0

    /// Requests a second; of a curve, what its value 1 means.
    var rate: Double
    /// How long requests begin.
    ///
    /// - Units: seconds.
    var duration: Double
    /// The spread of the requests, as given.
    var arrivalName: String
    /// The spread of the requests.
    var arrival: ArrivalShape
    /// What the requests are.
    var mix: LoadMix
    /// Where applications are filed.
    var regions: WeightedRegions
    /// What the random choices begin from.
    var seed: UInt64
    /// Which of the requests are this generator's.
    var share: LoadShare
    /// When the run starts; nil as soon as everything is prepared.
    var startAt: Timestamp?
    /// What is required of the run.
    var thresholds: [Threshold]
    /// Requests without an answer at a time, at most; more are dropped.
    var inFlight: Int
    /// How long the run waits for applications to be finished.
    ///
    /// - Units: seconds.
    var drain: Double

    /// The intensity of the whole run.
    var intensity: Intensity { arrival.intensity(rate: rate, duration: duration) }

    /// The intended starts of the whole run.
    var arrivals: ArrivalTimes { ArrivalTimes(intensity, isRandom: arrival.isRandom, seed: seed) }

    /// What a request is.
    func draw(_ index: Int) -> RequestDraw {
        RequestDraw(index: index, seed: seed, mix: mix, regions: regions)
    }

    /// Applications a second at the highest, of this generator.
    var peakSubmissions: Double { intensity.peak * mix.submitShare / Double(share.count) }

    /// The plan as it is told in the result.
    var told: [String: String] {
        var told = [
            "rate": Self.figure(rate), "duration": Self.figure(duration), "arrival": arrivalName,
            "reads": Self.figure(mix.reads), "duplicates": Self.figure(mix.duplicates),
            "sameContent": Self.figure(mix.sameContent), "malformed": Self.figure(mix.malformed),
            "documentKilobytes":
                "\(Self.figure(mix.documentKilobytes.lowerBound))-\(Self.figure(mix.documentKilobytes.upperBound))",
            "regions": regions.codes.map(\.digits).joined(separator: ","), "inFlight": String(inFlight),
            "drain": Self.figure(drain),
        ]
        for outcome in WantedOutcome.allCases {
            told["outcome.\(outcome.rawValue)"] = Self.figure(mix.outcomes[outcome] ?? 0)
        }
        if let service = mix.service { told["service"] = service }
        if share != .whole { told["share"] = "\(share.place)/\(share.count)" }
        return told
    }

    private static func figure(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
