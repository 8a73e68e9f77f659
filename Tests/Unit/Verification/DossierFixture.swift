import Contracts
import VerificationService

/// An application of the shipped doctor's permit and the machine's surroundings.
struct DossierFixture {
    var dossier: Dossier
    var now: Timestamp
    let service: ServiceDefinition
    let calendar: OfficeCalendar
    /// Everything that followed so far.
    private(set) var effects: [DossierEffect] = []

    init(
        _ service: ServiceDefinition? = nil, calendar: OfficeCalendar? = nil, at start: Timestamp? = nil
    ) throws {
        let definition = try service ?? Shipped.service()
        self.service = definition
        self.calendar = try calendar ?? Shipped.probolinggo()
        now = try start ?? wib("2026-07-06")
        let region = try RegionCode("35.74")
        dossier = Dossier(
            id: .make(), region: region, number: .make(region: region), service: definition.reference,
            channel: .selfService, assistedBy: nil, identityKind: .nik, assuranceLevel: .low, language: .indonesian,
            receivedAt: now, applicant: nil, documents: [])
    }

    var context: DossierContext { DossierContext(now: now, service: service, calendar: calendar) }

    @discardableResult
    mutating func on(_ input: DossierInput) -> [DossierEffect] {
        let found = dossier.on(input, in: context)
        effects += found
        return found
    }

    @discardableResult
    mutating func file(_ defects: [Defect] = []) -> [DossierEffect] { on(.filed(Assessment(defects: defects))) }

    func check(_ agency: String) throws -> AgencyCheck {
        guard let check = dossier.checks.last(where: { $0.agency.value == agency }) else { throw Missing() }
        return check
    }

    @discardableResult
    mutating func answer(_ agency: String, _ answer: CheckAnswer, attempt: Int? = nil) throws -> [DossierEffect] {
        let check = try check(agency)
        return on(.completed(check.id, attempt: attempt ?? check.attempt, answer, reference: nil))
    }

    mutating func wait(until moment: Timestamp) { now = max(now, moment) }

    func defect(_ item: String = "/documents/str") throws -> Defect {
        guard let defect = service.defect(try ReasonCode("document-unreadable"), at: item) else { throw Missing() }
        return defect
    }

    var moves: [SubmissionTrigger] {
        effects.compactMap { if case .moved(let transition) = $0 { transition.trigger } else { nil } }
    }

    struct Missing: Error {}
}

extension [DossierEffect] {
    /// What the transaction would tell.
    var told: Announcement? {
        compactMap { if case .told(let announcement) = $0 { announcement } else { nil } }.max()
    }

    var asked: Int { filter { if case .asked = $0 { true } else { false } }.count }

    var verdicts: [AnswerVerdict] {
        compactMap { if case .judged(let verdict) = $0 { verdict } else { nil } }
    }

    /// What is planned in the end, by kind.
    var plans: [DossierPlan: Timestamp] {
        reduce(into: [:]) { plans, effect in
            switch effect {
            case .planned(let plan, let at): plans[plan] = at
            case .unplanned(let plan): plans[plan] = nil
            default: break
            }
        }
    }
}
