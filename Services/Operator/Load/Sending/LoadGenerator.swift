import Contracts
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends a run's requests, each at its intended start whatever became of those before it.
final class LoadGenerator: Sendable {
    /// How long before an application its documents are uploaded, spread evenly.
    ///
    /// - Units: nanoseconds.
    static let lead: Int64 = 2_000_000_000

    /// The plan.
    let plan: LoadPlan
    /// The run's name.
    let run: String
    /// The time of the run.
    let clock: RunClock
    /// Where measurements go.
    let recorder: LoadRecorder
    /// How applications are filled in.
    let template: ApplicationTemplate
    private let client: LoadClient
    private let tokens: TokenPool
    private let limit: InFlightLimit
    private let stopped = Atomic(false)

    /// Makes a generator.
    init(
        plan: LoadPlan, run: String, clock: RunClock, recorder: LoadRecorder, template: ApplicationTemplate,
        client: LoadClient, tokens: TokenPool
    ) {
        self.plan = plan
        self.run = run
        self.clock = clock
        self.recorder = recorder
        self.template = template
        self.client = client
        self.tokens = tokens
        limit = InFlightLimit(plan.inFlight)
    }

    /// Whether nothing more is to be begun.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Begins nothing more; what is under way ends as it does.
    func stop() { stopped.store(true, ordering: .relaxed) }

    /// Sends everything, and waits for the answers.
    func send() async {
        await withDiscardingTaskGroup { group in
            var ahead = Upcoming(plan, isApplication: true)
            var others = Upcoming(plan, isApplication: false)
            while let next = Self.earlier(&ahead, &others) {
                guard await clock.wait(until: next.due, isStopped: { isStopped }) else { break }
                group.addTask { await self.perform(next.draw, index: next.index, at: next.nanoseconds) }
            }
        }
    }

    private static func earlier(_ ahead: inout Upcoming, _ others: inout Upcoming) -> Upcoming.Item? {
        guard let first = ahead.item else { return others.take() }
        guard let second = others.item else { return ahead.take() }
        return first.due <= second.due ? ahead.take() : others.take()
    }

    /// One request of the run.
    private func perform(_ draw: RequestDraw, index: Int, at intended: Int64) async {
        switch draw.kind {
        case .submit: await file(draw, index: index, at: intended)
        case .status:
            await about(draw, at: intended) { application in
                // Some look with the receipt's access code, some are signed in.
                let right =
                    draw.dice & (1 << 40) == 0
                    ? ("X-Access-Code", application.accessCode)
                    : ("Authorization", application.citizen.authorization)
                return LoadClient.Request(
                    method: .GET, path: "/v1/submissions/\(application.number)", headers: [right])
            }
        case .duplicate:
            await about(draw, at: intended) { application in
                self.filing(application.body, key: application.key, by: application.citizen)
            }
        case .sameContent:
            await about(draw, at: intended) { application in
                self.filing(application.body, key: "\(self.run)-\(index)", by: application.citizen)
            }
        case .malformed:
            let applicant = SyntheticApplicant(number: index, region: draw.region, seed: plan.seed)
            do throws(ContractViolation) {
                let body = try template.malformed(applicant, dice: draw.dice)
                _ = await send(.malformed, filing(body, key: "\(run)-\(index)", by: citizen(index)), at: intended)
            } catch {
                recorder.record { $0.dropped("encoding") }
            }
        case .document, .correction: break
        }
    }

    /// A request about one of the applications accepted last.
    private func about(
        _ draw: RequestDraw, at intended: Int64, _ request: (FiledApplication) -> LoadClient.Request
    ) async {
        guard let application = recorder.recent(draw.dice) else {
            return recorder.record {
                $0.intended(draw.kind)
                $0.dropped("no-target")
            }
        }
        _ = await send(draw.kind, request(application), at: intended) { answer in
            guard draw.kind == .duplicate else { return true }
            return Receipt(answer.body)?.number == application.number
        }
    }

    /// Who sends a request of the run.
    func citizen(_ index: Int) -> TokenPool.Citizen { tokens.citizen(index / plan.share.count) }

    /// The request that files an application.
    func filing(_ body: [UInt8], key: String, by citizen: TokenPool.Citizen) -> LoadClient.Request {
        LoadClient.Request(
            method: .POST, path: "/v1/submissions",
            headers: [
                ("Authorization", citizen.authorization), ("Idempotency-Key", key),
                ("Content-Type", "application/json"),
            ], body: ByteBuffer(bytes: body))
    }

    /// Sends one request and records what came of it, counted from its intended start.
    ///
    /// `isRight` looks at an answer whose status is the expected one. The answer is given back when it is the one that the
    /// kind has to get, else nil.
    func send(
        _ kind: RequestKind, _ request: LoadClient.Request, at intended: Int64,
        isRight: (LoadClient.Answer) -> Bool = { _ in true }
    ) async -> LoadClient.Answer? {
        let hasPlace = limit.enter()
        let lateness = clock.now - intended
        recorder.record {
            $0.intended(kind)
            if hasPlace { $0.sent(kind, lateness: lateness) } else { $0.dropped("in-flight") }
        }
        guard hasPlace else { return nil }
        defer { limit.leave() }
        let result = await client.send(request)
        let latency = clock.now - intended
        switch result {
        case .success(let answer):
            let failure =
                kind.expects(answer.status) ? (isRight(answer) ? nil : "wrong-answer") : "status-\(answer.status)"
            recorder.record { $0.answered(kind, status: answer.status, failure: failure, latency: latency) }
            return failure == nil ? answer : nil
        case .failure(let failure):
            recorder.record { $0.answered(kind, status: nil, failure: failure.rawValue, latency: latency) }
            return nil
        }
    }
}
