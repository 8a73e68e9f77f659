import Broker
import Contracts
import Database
import Foundation
import ServiceRuntime
import UnixSignals

/// One run of one generator, from the look at the target to the result.
struct LoadRun: Sendable {
    /// After Ctrl-C what is under way has so long to end.
    ///
    /// - Units: seconds.
    private static let grace = 3.0

    /// What is to be done.
    let plan: LoadPlan
    /// The run's name.
    let id: String
    /// The suite.
    let environment: OperatorEnvironment
    /// The folder of the run's files.
    let out: String
    /// Whether what the run leaves behind stays.
    let keeps: Bool
    /// Whether the books are audited after the run.
    let audits: Bool

    /// Runs.
    /// - Throws: `CommandFailure` when the run cannot begin; what fails later is told in the result.
    func perform() async throws -> GeneratorPart {
        let base = Self.address(environment)
        let client = LoadClient(base: base, connections: plan.inFlight)
        do {
            let outcome = try await perform(base: base, client: client)
            await client.shutdown()
            return outcome
        } catch {
            await client.shutdown()
            throw error
        }
    }

    private static func address(_ environment: OperatorEnvironment) -> String {
        let url = environment.optional("MPP_INTAKE_URL", "http://127.0.0.1:8080")
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    private func perform(base: String, client: LoadClient) async throws -> GeneratorPart {
        let target = try await LoadTarget(base: base, plan: plan, client: client)
        Terminal.complain("run \(id), seed \(plan.seed): \(base) is in test mode; preparing")
        let tokens = try await TokenPool(
            run: id, share: plan.share, perSecond: plan.peakSubmissions, documents: target.template.documents.count,
            lifetime: Int(plan.duration + plan.drain) + 3600, environment: environment)
        let tap = try await EventTap(run: "\(id)-\(plan.share.place)", environment: environment)
        do {
            let first = try await WarmUp.file(plan, run: id, template: target.template, tokens: tokens, client: client)
            let outcome = try await SuiteDatabase.with(schema: "intake", environment) { pool in
                try await measure(target, tokens: tokens, client: client, tap: tap, first: first, database: pool)
            }
            try await tap.close()
            return outcome
        } catch {
            // The run's own error tells more than a queue that stays.
            try? await tap.close()
            throw error
        }
    }

    private func measure(
        _ target: LoadTarget, tokens: TokenPool, client: LoadClient, tap: EventTap, first: FiledApplication,
        database: DatabasePool
    ) async throws -> GeneratorPart {
        let versions = await ServerVersions.read(environment)
        let clock = RunClock(startingIn: startDelay)
        let recorder = LoadRecorder(clock: clock)
        recorder.prepared(first)
        let generator = LoadGenerator(
            plan: plan, run: id, clock: clock, recorder: recorder, template: target.template, client: client,
            tokens: tokens)
        let sampler = try sampler(database)
        let diary = LoadDiary(
            recorder: recorder, clock: clock,
            folder: try RunFolder(
                path: out, startedAt: Date(timeIntervalSince1970: Double(clock.startedAt.microseconds) / 1e6)),
            duration: plan.duration, sample: { await sampler.sample() })
        let remarks = await run(generator, tap: tap, diary: diary)
        let facts = RunFacts(
            id: id, seed: plan.seed, toolVersion: BuildInfo.version, targetURL: target.base, machine: .read(),
            serverVersions: versions, startedAt: clock.startedAt, endedAt: .now(), plan: plan.told,
            generators: plan.share.count, interrupted: generator.isStopped,
            remarks: remarks + self.remarks(target, recorder))
        var result = LoadResult(facts, recorder.tally, thresholds: plan.thresholds, seconds: clock.seconds)
        if !keeps { result.run.remarks += await clean(recorder, tokens: tokens, client: client, clock: clock) }
        if audits { result.audit = await LoadAudit.take(environment, remarks: &result.run.remarks) }
        result = try await diary.finish(result)
        let outcome = GeneratorPart(result: result, tally: recorder.tally)
        if plan.share != .whole { try outcome.write(to: out) }
        return outcome
    }

    /// Looks at the suite's processes on this machine and at its servers.
    private func sampler(_ database: DatabasePool) throws -> ResourceSampler {
        let state = environment.optional("MPP_STATE", "")
        let name = plan.share == .whole ? "load" : "load-\(plan.share.place)"
        let own = WatchedProcess(name: name, id: ProcessInfo.processInfo.processIdentifier)
        guard plan.share.place == 1 else {
            // One generator looks at the suite for all.
            return ResourceSampler(
                processes: { [own] }, management: nil, virtualHost: environment.virtualHost, database: nil)
        }
        return ResourceSampler(
            processes: { LocalSuiteProcesses.find(stateFolder: state) + [own] },
            management: try ManagementClient(
                url: environment.required("MPP_BROKER_MANAGEMENT_URL", for: "how to reach RabbitMQ's management API"),
                administrator: environment.brokerURL()),
            virtualHost: environment.virtualHost, database: database)
    }

    /// How long it takes until the start: the documents of the first applications come before it.
    private var startDelay: Duration {
        let least = Duration.nanoseconds(LoadGenerator.lead) + .milliseconds(200)
        // A start that is over makes requests late, and says so; the generators of a run must agree on it.
        return plan.startAt.map { Timestamp.now().duration(to: $0) } ?? least
    }

    /// Sends, follows, and waits for what is to come.
    /// - Returns: remarks on how the figures came about.
    private func run(_ generator: LoadGenerator, tap: EventTap, diary: LoadDiary) async -> [String] {
        let recorder = generator.recorder
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await tap.run { number, event in
                    let effects = recorder.on(event, number: number)
                    if effects.isEmpty { return nil }
                    return { for effect in effects { await generator.mend(effect) } }
                }
            }
            group.addTask { await diary.run() }
            group.addTask { await Self.stopOnSignal(generator, diary) }
            await generator.send()
            let mayLose = await drain(generator, tap)
            let reconnections = tap.reconnections
            group.cancelAll()
            await group.waitForAll()
            var remarks: [String] = []
            if mayLose {
                remarks.append(
                    "The queue of the run's events was full at a time: events may be missing, and with them finished "
                        + "applications.")
            }
            if reconnections > 0 {
                remarks.append(
                    "The connection for the run's events was lost \(reconnections) times; latencies of whole "
                        + "applications from those moments are too long.")
            }
            return remarks
        }
    }

    /// Waits until every application is finished, or the time for it is over.
    /// - Returns: whether events may have been lost.
    private func drain(_ generator: LoadGenerator, _ tap: EventTap) async -> Bool {
        let limit = generator.clock.seconds + plan.drain
        var stoppedAt: Double?
        var mayLose = await tap.mayLose()
        while generator.recorder.openCount > 0 {
            let now = generator.clock.seconds
            if generator.isStopped { stoppedAt = stoppedAt ?? now }
            if now >= limit || now >= (stoppedAt ?? .infinity) + Self.grace { break }
            // Waits out a fixed interval; what ends the wait are the events.
            _ = await generator.clock.wait(until: generator.clock.now + 200_000_000, isStopped: { false })
        }
        if !mayLose { mayLose = await tap.mayLose() }
        return mayLose
    }

    /// The first Ctrl-C ends the sending and leads to the report, the second ends the process.
    private static func stopOnSignal(_ generator: LoadGenerator, _ diary: LoadDiary) async {
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
            if generator.isStopped { Terminal.end(130) }
            generator.stop()
            await diary.say("stopping: the report follows; once more ends at once")
        }
    }

    private func remarks(_ target: LoadTarget, _ recorder: LoadRecorder) -> [String] {
        var remarks: [String] = []
        if !target.template.steersOutcomes {
            remarks.append(
                "The form of \(target.template.service) has no field by which the sample agencies are told how to "
                    + "answer: every application ends as they answer by themselves.")
        }
        let untold = recorder.untoldCount
        if untold > 0 { remarks.append("\(untold) notices of decisions could not be delivered.") }
        let open = recorder.openCount
        if open > 0 {
            remarks.append("\(open) accepted applications were not finished when the wait for them ended.")
        }
        return remarks
    }

    private func clean(
        _ recorder: LoadRecorder, tokens: TokenPool, client: LoadClient, clock: RunClock
    ) async -> [String] {
        let cleaner = LoadCleaner(subjects: tokens.subjects, environment: environment)
        let open = recorder.openApplications
        let withdrawn = open.isEmpty ? 0 : await cleaner.withdraw(open, client: client)
        do {
            _ = try await cleaner.erase()
            return withdrawn == 0 ? [] : ["\(withdrawn) of them were withdrawn afterwards."]
        } catch {
            return ["The run's test data could not be cleaned up: \(error)"]
        }
    }
}
