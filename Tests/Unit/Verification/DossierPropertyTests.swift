import Contracts
import Foundation
import TestSupport
import Testing
import VerificationService

/// Random ways through the machine, each of which can be repeated by its seed.
@Suite(.timeLimit(.minutes(2)))
struct DossierPropertyTests {
    private static let allServices = Result {
        try [
            Shipped.service(), Shipped.service("domisili-usaha"),
            Shipped.service(replacing: ["signatureRequired": true, "clock": Shipped.clock(3)]),
            Shipped.service(replacing: ["clock": Shipped.clock(2, .hours, policy: .none)]),
        ]
    }
    private static let calendar = Result { try Shipped.probolinggo() }
    private let services: [ServiceDefinition]
    private let calendar: OfficeCalendar

    init() throws {
        services = try Self.allServices.get()
        calendar = try Self.calendar.get()
    }

    /// Any input, sensible or not.
    private func input(
        _ fixture: DossierFixture, _ plans: [DossierPlan: Timestamp], _ generator: inout SeededGenerator
    ) throws -> DossierInput {
        let checks = fixture.dossier.checks
        let check = checks.randomElement(using: &generator)
        let id = check?.id ?? .make()
        let attempt = Int.random(in: 1...max(1, (check?.attempt ?? 1) + 1), using: &generator)
        let defects = Bool.random(using: &generator) ? [] : [try fixture.defect()]
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<30: return .completed(id, attempt: attempt, try answer(&generator), reference: "A-1")
        case 30..<35:
            return .accepted(id, attempt: attempt, expectedAt: fixture.now.adding(seconds: 7200), reference: nil)
        case 35..<40: return .rejected(id, request: check?.requestID ?? UUID())
        case 40..<55:
            let round = fixture.dossier.round + (Int.random(in: 0..<5, using: &generator) == 0 ? 1 : 0)
            return .corrected(
                round: round, changed: ["/documents/str"], at: fixture.now, Assessment(defects: defects))
        case 55..<57: return .withdrawn(.applicant)
        case 57..<85:
            let stray: [DossierPlan] = [
                .legalDeadline, .warning, .correctionLimit, .checkDeadline(id), .checkRetry(id),
            ]
            let planned = plans.keys.sorted {
                ($0.kind, $0.key(fixture.dossier.id)) < ($1.kind, $1.key(fixture.dossier.id))
            }
            return .due(
                (planned.isEmpty || Int.random(in: 0..<4, using: &generator) == 0 ? stray : planned)
                    .randomElement(using: &generator) ?? .warning)
        case 85..<92: return .decided(try decision(fixture, &generator), officer: "budi")
        case 92..<95: return .signed(by: TransitionActor(kind: .officer, id: "kepala"))
        case 95..<97: return .calendarChanged
        case 97: return .archived(at: fixture.now)
        default: return .disposed
        }
    }

    private func answer(_ generator: inout SeededGenerator) throws -> CheckAnswer {
        let answers: [CheckAnswer] = [
            .match, .match, .recommended, .recommended, .mismatch(fields: ["name"]), .notFound,
            .unavailable(retryAfterSeconds: 60), .notRecommended(reasons: [try ReasonCode("str-invalid")]),
            .notRecommended(reasons: [try ReasonCode("unheard-of")]),
            .defects([ReportedDefect(item: "/documents/str", reason: try ReasonCode("document-unreadable"))]),
            .defects([ReportedDefect(item: "/documents/str", reason: try ReasonCode("unheard-of"))]),
        ]
        return answers.randomElement(using: &generator) ?? .match
    }

    private func decision(_ fixture: DossierFixture, _ generator: inout SeededGenerator) throws -> OfficerDecision {
        let refusal = fixture.service.reasons.first { $0.kind == .refusal }.map {
            DecisionReason(code: $0.code, text: $0.text, legalBasis: $0.legalBasis)
        }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return .approve
        case 1: return .refuse(refusal.map { [$0] } ?? [])
        default: return .askCorrection([try fixture.defect()])
        }
    }

    /// What always holds.
    private func inspect(
        _ fixture: DossierFixture, _ plans: [DossierPlan: Timestamp], since effects: [DossierEffect], wasFinal: Bool
    ) throws {
        let dossier = fixture.dossier
        if wasFinal {
            let isQuiet = effects.allSatisfy {
                switch $0 {
                case .judged, .erased: true
                default: false
                }
            }
            #expect(isQuiet, "a closed application moves nothing")
        }
        #expect(dossier.waitingFor.isEmpty == dossier.state.isFinal)
        #expect((dossier.decision != nil) == (dossier.state.isFinal || dossier.state == .approved))
        switch dossier.state.clock {
        case .notStarted: #expect(dossier.segments.isEmpty)
        case .runs: #expect(dossier.segments.last?.isRunning == true && dossier.segments.last?.to == nil)
        case .paused: #expect(dossier.segments.isEmpty || dossier.segments.last?.pause == .applicant)
        case .stopped: #expect(dossier.segments.last.map { $0.to != nil } ?? true)
        }
        for (earlier, later) in zip(dossier.segments, dossier.segments.dropFirst()) {
            #expect(earlier.to == later.from && earlier.from <= later.from)
        }
        if dossier.state.isFinal {
            #expect(plans.isEmpty, "nothing falls due for a closed application")
        } else if dossier.state == .correctionRequested {
            #expect(plans[.correctionLimit] != nil)
        }
        for check in dossier.checks {
            #expect((plans[.checkDeadline(check.id)] != nil) == check.standing.isOpen)
            #expect((plans[.checkRetry(check.id)] != nil) == (check.standing == .waiting))
        }
        if dossier.state == .inVerification {
            #expect(dossier.checks.contains { $0.standing.isOpen }, "somebody has the next move")
        }
    }

    @Test(arguments: 0..<200)
    func `whatever comes in whatever order, the way is legal and ends once`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        var fixture = try DossierFixture(services[seed % services.count], calendar: calendar)
        let isComplete = seed % 3 != 0
        var history: [DossierEffect] = fixture.file(isComplete ? [] : [try fixture.defect()])
        for _ in 0..<60 {
            let plans = history.plans
            if Bool.random(using: &generator), let next = plans.values.min() { fixture.wait(until: next) }
            let input = try input(fixture, plans, &generator)
            let wasFinal = fixture.dossier.state.isFinal
            // What fires is no longer planned, as the engine deletes the row that it fires.
            if case .due(let plan) = input { history.append(.unplanned(plan)) }
            let effects = fixture.on(input)
            history += effects
            try inspect(fixture, history.plans, since: effects, wasFinal: wasFinal)
        }
        let moves = history.compactMap { if case .moved(let transition) = $0 { transition } else { nil } }
        for (earlier, later) in zip(moves, moves.dropFirst()) {
            #expect(later.from == earlier.to)
        }
        #expect(moves.first?.trigger == .filed)
        let closings = history.filter { $0 == .told(.closed) }.count
        #expect(closings == (fixture.dossier.state.isFinal ? 1 : 0))
        let numbers = history.filter { $0 == .numbered }.count
        let isApproved = moves.contains { $0.to == .approved }
        #expect(numbers == (isApproved ? 1 : 0))
        for case .moved(let transition) in history where transition.to == .refused {
            #expect(transition.reasons?.isEmpty == false)
        }
    }

    @Test(arguments: 0..<40)
    func `left alone, every application comes to an end or to a person`(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed) &+ 1_000)
        var fixture = try DossierFixture(services[seed % services.count], calendar: calendar)
        var history = fixture.file(seed % 2 == 0 ? [] : [try fixture.defect()])
        var steps = 0
        while !fixture.dossier.state.isFinal, let next = history.plans.min(by: { $0.value < $1.value }), steps < 500 {
            steps += 1
            fixture.wait(until: next.value)
            if Int.random(in: 0..<4, using: &generator) == 0, let check = fixture.dossier.checks.last {
                history += fixture.on(
                    .completed(check.id, attempt: check.attempt, try answer(&generator), reference: nil))
                continue
            }
            history.append(.unplanned(next.key))
            history += fixture.on(.due(next.key))
        }
        let waited = fixture.dossier.waitingFor.map(\.kind)
        #expect(fixture.dossier.state.isFinal || waited == [.officer] || waited == [.signatory])
    }
}
