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
    /// The file of the regions.
    var regionsFile: String
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

    /// The plan as options of the command line that make the same run again, by default or given.
    var told: [String: String] {
        var told = [
            "rate": Self.figure(rate), "duration": Self.figure(duration), "arrival": arrivalName,
            "reads": Self.figure(mix.reads), "mix": mix.told, "regions": regionsFile, "in-flight": String(inFlight),
            "drain": Self.figure(drain),
        ]
        if share != .whole { told["share"] = "\(share.place)/\(share.count)" }
        return told
    }

    /// A number without a needless fraction.
    static func figure(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
