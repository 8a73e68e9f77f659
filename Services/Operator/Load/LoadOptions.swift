import ArgumentParser
import Contracts
import Foundation

/// The options that say what a run sends.
struct LoadOptions: ParsableArguments {
    @Option(help: "Requests a second: all of the mix; documents and corrections come on top.")
    var rate: Double?

    @Option(help: "Seconds during which requests begin.")
    var duration: Double?

    @Option(help: "constant, ramp, poisson, spike, day or curve:FILE (lines of seconds,relative rate).")
    var arrival: String?

    @Option(help: "A JSON file with any of rate, duration, arrival, seed, reads, mix, require; options win over it.")
    var profile: String?

    @Option(
        help:
            "A JSON file with shares: reads, duplicates, sameContent, malformed, outcomes, documentKilobytes, service.")
    var mix: String?

    @Option(help: "Looks at a state for each application that is sent; 0 sends applications only.")
    var reads: Double?

    @Option(help: "What the random choices begin from; by default chosen and told.")
    var seed: UInt64?

    @Option(help: "A CSV file of regions (code,name,population,time_zone), each as likely as it has people.")
    var regions: String?

    @Option(help: "What must hold, such as 'e2e.p99<500ms', 'failed<0.1%', 'throughput>=95'; may be repeated.")
    var require: [String] = []

    @Option(help: "Requests that wait for their answers, at most; more are dropped and told.")
    var inFlight = 512

    @Option(help: "Seconds to wait for applications to be finished after the last request.")
    var drain = 60.0

    /// The checked plan of a generator's share.
    /// - Throws: `LoadFault` that names the word that is wrong.
    func plan(share: LoadShare = .whole, startAt: Timestamp? = nil) throws(LoadFault) -> LoadPlan {
        let file = try profile.map { (path) throws(LoadFault) in try LoadProfile(path: path) }
        let rate = rate ?? file?.rate
        guard let rate else { throw LoadFault("--rate is missing: how many requests a second?") }
        let duration = duration ?? file?.duration
        guard let duration else { throw LoadFault("--duration is missing: for how many seconds?") }
        try Self.check(rate, above: 0, to: LoadPlan.highestRate, "--rate", "requests a second")
        try Self.check(duration, above: 0, to: LoadPlan.longestDuration, "--duration", "seconds")
        try Self.check(drain, above: 0, to: 86_400, "--drain", "seconds")
        guard (1...20_000).contains(inFlight) else { throw LoadFault("--in-flight: \(inFlight) is not 1 to 20000") }
        let shape = arrival ?? file?.arrival ?? "constant"
        var mix = file?.mix ?? LoadMix()
        if let path = self.mix { mix = try LoadMix(LoadProfile.json(path, option: "--mix"), named: "--mix") }
        if let reads = reads ?? file?.reads {
            guard (0...10_000).contains(reads) else { throw LoadFault("--reads: \(reads) is not 0 to 10000") }
            mix.reads = reads
        }
        var thresholds: [Threshold] = []
        for text in require.isEmpty ? file?.require ?? [] : require { thresholds.append(try Threshold(text)) }
        let plan = LoadPlan(
            rate: rate, duration: duration, arrivalName: shape, regionsFile: regionsFile,
            arrival: try ArrivalShape(shape), mix: mix,
            regions: try Self.regions(regionsFile), seed: seed ?? file?.seed ?? UInt64.random(in: 1...999_999_999),
            share: share, startAt: startAt, thresholds: thresholds, inFlight: inFlight, drain: drain)
        guard plan.intensity.total >= 1 else {
            throw LoadFault("--rate \(rate) over --duration \(duration) makes no request at all")
        }
        guard plan.intensity.total < Double(SyntheticApplicant.population) / 2 else {
            throw LoadFault("--rate \(rate) over --duration \(duration) needs more different persons than there are")
        }
        guard plan.intensity.peak <= LoadPlan.highestRate else {
            throw LoadFault(
                "--arrival \(shape) rises to \(Int(plan.intensity.peak)) requests a second, which is too many")
        }
        return plan
    }

    private static func check(
        _ value: Double, above least: Double, to most: Double, _ name: String, _ unit: String
    ) throws(LoadFault) {
        guard value.isFinite, value > least, value <= most else {
            throw LoadFault("\(name): \(value) is not a number above \(Int(least)) and up to \(Int(most)) \(unit)")
        }
    }

    private var regionsFile: String {
        regions ?? OperatorEnvironment().optional("MPP_REGIONS", "docker/regions.csv")
    }

    private static func regions(_ path: String) throws(LoadFault) -> WeightedRegions {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LoadFault("--regions: \(path) cannot be read")
        }
        let regions: [RegionFile.Region]
        do {
            regions = try RegionFile.parse(String(decoding: data, as: UTF8.self))
        } catch {
            let why = (error as? CommandFailure)?.message ?? "\(error)"
            throw LoadFault("--regions: \(path): \(why)")
        }
        return try WeightedRegions(regions, named: path)
    }
}
