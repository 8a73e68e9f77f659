import ArgumentParser
import Foundation

/// `mpp load capacity`: the highest rate that the suite bears, and what runs out beyond it.
struct LoadCapacityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capacity",
        abstract: "Finds the highest rate at which p99 and backlog stay bounded, and names the resource that runs out.",
        discussion: """
            Runs at --rate for --duration, doubles while the suite bears it, then halves the interval until the bounds \
            are within --precision. Each run has a folder of its own in --out. Ends with 0 when a rate is borne.
            """)

    @OptionGroup var options: LoadOptions

    @Option(help: "The 99th percentile of whole applications that is still borne.")
    var p99 = "2s"

    @Option(name: .customLong("to"), help: "The highest rate to try.")
    var ceiling = 10_000.0

    @Option(help: "How near the rates that are borne and not borne come to each other, as a share.")
    var precision = 0.05

    @Flag(help: "Leave the test data as it is.")
    var keep = false

    @Flag(help: "Print {rate, limit, resource, steps: [{rate, borne, reasons, p99Ms, folder}]}.")
    var json = false

    @Option(help: "The folder for the runs.")
    var out: String?

    /// One rate that was tried.
    struct Step: Encodable {
        let rate: Double
        let borne: Bool
        let reasons: [String]
        let p99Ms: Double?
        let folder: String
    }

    private struct Outcome: Encodable {
        let rate: Double?
        let limit: Double?
        let resource: String?
        let steps: [Step]
    }

    func validate() throws {
        do throws(LoadFault) {
            _ = try checked()
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func checked() throws(LoadFault) -> (plan: LoadPlan, bounds: CapacityVerdict.Bounds) {
        guard (0.005...1).contains(precision) else { throw LoadFault("--precision: \(precision) is not 0.005 to 1") }
        guard (1...LoadPlan.highestRate).contains(ceiling) else {
            throw LoadFault("--to: \(ceiling) is not 1 to \(Int(LoadPlan.highestRate))")
        }
        let bound: Threshold
        do throws(LoadFault) {
            bound = try Threshold("e2e.p99<=\(p99)")
        } catch {
            throw LoadFault("--p99: \(p99) is not a time such as 500ms or 2s")
        }
        let factors: [String: Double] = ["us": 0.001, "ms": 1, "s": 1000]
        let factor = factors[bound.unit] ?? 1
        let plan = try options.plan()
        guard plan.duration >= 10 else { throw LoadFault("--duration: a rate is judged after 10 seconds at the least") }
        return (plan, CapacityVerdict.Bounds(p99Ms: bound.bound * factor))
    }

    func run() async throws {
        let (plan, bounds) = try checked()
        let environment = OperatorEnvironment()
        let id = try RunName.make(nil)
        let folder = out ?? RunName.folder(id, environment)
        var search = CapacitySearch(from: plan.rate, to: ceiling, precision: precision)
        var steps: [Step] = []
        var resource: String?
        while let rate = search.next {
            var step = plan
            step.rate = rate
            step.seed = plan.seed &+ UInt64(steps.count)
            let out = "\(folder)/rate-\(LoadPlan.figure(rate))"
            let result = try await LoadRun(
                plan: step, id: "\(id)-\(steps.count)", environment: environment, out: out, keeps: keep, audits: false
            ).perform().result
            if result.run.interrupted { throw CommandFailure.fault("the search was interrupted; see \(folder)") }
            let verdict = CapacityVerdict(result, duration: step.duration, bounds: bounds)
            if !verdict.isBorne, rate < search.refused ?? .infinity {
                resource = ScarceResource.name(result, duration: step.duration)
            }
            steps.append(
                Step(
                    rate: rate, borne: verdict.isBorne, reasons: verdict.reasons,
                    p99Ms: result.stages.first { $0.name == LoadStage.whole.rawValue }?.latency.p99Ms, folder: out))
            Terminal.complain(
                "\(LoadPlan.figure(rate))/s: \(verdict.isBorne ? "borne" : verdict.reasons.joined(separator: "; "))")
            search.tried(rate, isBorne: verdict.isBorne)
        }
        try show(Outcome(rate: search.borne, limit: search.refused, resource: resource, steps: steps))
    }

    private func show(_ outcome: Outcome) throws {
        if json {
            try Terminal.say(json: outcome)
        } else {
            Terminal.table(
                ["rate", "borne", "p99", "why not"],
                outcome.steps.map { step in
                    [
                        LoadPlan.figure(step.rate), step.borne ? "yes" : "no",
                        step.p99Ms.map { "\(Int($0.rounded())) ms" } ?? "-", step.reasons.joined(separator: "; "),
                    ]
                })
            if let rate = outcome.rate {
                let limit = outcome.limit.map { ", not borne: \(LoadPlan.figure($0))/s" } ?? " (the highest tried)"
                Terminal.say("capacity   \(LoadPlan.figure(rate))/s\(limit)")
            }
            if let resource = outcome.resource { Terminal.say("runs out   \(resource)") }
        }
        if outcome.rate == nil { throw CommandFailure.fault("no rate was borne") }
    }
}
