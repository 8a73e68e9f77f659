import Contracts
import Testing
import VerificationService

/// Officers, deadlines and the end.
@Suite(.timeLimit(.minutes(1)))
struct DossierEndTests {
    @Test
    func `an officer's service waits for the officer even when all agree`() throws {
        var fixture = try DossierFixture(try Shipped.service("domisili-usaha"))
        fixture.file()
        try fixture.answer("dukcapil", .match)
        #expect(fixture.dossier.state == .inDecision)
        let asked = fixture.on(.decided(.askCorrection([try fixture.defect("/documents/ktp")]), officer: "budi"))
        #expect(asked.told == .correctionRequested)
        fixture.on(.corrected(round: 1, changed: ["/documents/ktp"], at: fixture.now, Assessment(defects: [])))
        #expect(fixture.dossier.state == .inDecision)
        let approved = fixture.on(.decided(.approve, officer: "budi"))
        #expect(approved.told == .closed)
        #expect(fixture.dossier.decision?.decidedBy == TransitionActor(kind: .officer, id: "budi"))
    }

    @Test
    func `an officer decides only what waits for a decision`() throws {
        var fixture = try DossierFixture(try Shipped.service("domisili-usaha"))
        fixture.file()
        #expect(fixture.on(.decided(.approve, officer: "budi")).isEmpty)
        #expect(fixture.on(.decided(.refuse([]), officer: "budi")).isEmpty)
        try fixture.answer("dukcapil", .match)
        #expect(fixture.on(.decided(.refuse([]), officer: "budi")).isEmpty)
        #expect(fixture.dossier.state == .inDecision)
    }

    @Test
    func `a withdrawal takes back open questions and voids a number`() throws {
        var fixture = try DossierFixture(try Shipped.service(replacing: ["signatureRequired": true]))
        fixture.file()
        #expect(fixture.dossier.checks.count == 2)
        var other = fixture
        let effects = fixture.on(.withdrawn(.applicant))
        #expect(effects.filter { if case .cancelled(_, .withdrawn) = $0 { true } else { false } }.count == 2)
        #expect(effects.told == .closed)
        #expect(fixture.on(.withdrawn(.applicant)).isEmpty)
        try other.answer("dukcapil", .match)
        try other.answer("dinkes-3574", .recommended)
        other.dossier.permitNumber = "1"
        #expect(other.on(.withdrawn(.applicant)).contains(.voided))
    }

    @Test
    func `the legal deadline escalates once, or deems approved where the policy says so`() throws {
        var escalating = try DossierFixture(try Shipped.service(replacing: ["clock": Shipped.clock(5)]))
        escalating.file()
        let due = try #require(escalating.dossier.deadline.dueAt)
        #expect(escalating.on(.due(.legalDeadline)) == [.planned(.legalDeadline, at: due)])
        escalating.wait(until: due)
        #expect(escalating.on(.due(.legalDeadline)).told == .breached(dueAt: due, policy: .escalate))
        #expect(escalating.on(.due(.legalDeadline)).isEmpty)
        #expect(escalating.dossier.state == .inVerification)

        var deeming = try DossierFixture(
            try Shipped.service(replacing: ["clock": Shipped.clock(5, policy: .deemApproved)]))
        deeming.file()
        deeming.wait(until: due)
        #expect(deeming.on(.due(.legalDeadline)).told == .closed)
        #expect(deeming.dossier.state == .deemedApproved)
        #expect(deeming.dossier.decision?.legalBasis != nil)
    }

    @Test
    func `warnings are given once, the higher one alone when both are due`() throws {
        var fixture = try DossierFixture()
        let effects = fixture.file()
        let due = try #require(fixture.dossier.deadline.dueAt)
        fixture.wait(until: try #require(effects.plans[.warning]))
        let first = fixture.on(.due(.warning))
        #expect(first.told == .warned(dueAt: due, percent: 50))
        fixture.wait(until: try #require(first.plans[.warning]))
        #expect(fixture.on(.due(.warning)).told == .warned(dueAt: due, percent: 80))
        #expect(fixture.on(.due(.warning)).told == nil)

        var late = try DossierFixture()
        late.file()
        late.wait(until: due)
        #expect(late.on(.due(.warning)).told == .warned(dueAt: due, percent: 80))
    }

    @Test
    func `a missing calendar gives an unknown deadline and an alert, and a new one mends it`() throws {
        let start = try wib("2026-12-28")
        var fixture = try DossierFixture(at: start)
        let effects = fixture.file()
        #expect(fixture.dossier.state == .inVerification)
        #expect(fixture.dossier.deadline.status == .unknown)
        #expect(effects.contains(.missingCalendar(year: 2027)))
        #expect(effects.plans[.legalDeadline] == nil)
        #expect(fixture.on(.calendarChanged).isEmpty)

        var source = try Shipped.json("calendars/id-2026-1.json").object ?? [:]
        source["year"] = 2027
        source["holidays"] = [["date": "2027-01-01", "kind": "national", "name": "Tahun Baru Masehi"]]
        let calendars = try Shipped.calendars() + [WorkingCalendar(.object(source))]
        let richer = OfficeCalendar(zone: .western, calendars: calendars, region: fixture.dossier.region)
        let found = fixture.dossier.on(
            .calendarChanged, in: DossierContext(now: start, service: fixture.service, calendar: richer))
        #expect(fixture.dossier.deadline.dueAt?.date(in: .western) == (try CivilDate(parsing: "2027-01-05")))
        #expect(found.plans[.legalDeadline] == fixture.dossier.deadline.dueAt)
        #expect(found.contains { if case .noted(let entry) = $0 { entry.kind == .deadlineChanged } else { false } })
    }

    @Test
    func `an amended calendar moves open deadlines`() throws {
        let rule = Shipped.clock(10)
        let service = try Shipped.service(replacing: ["clock": rule])
        var fixture = try DossierFixture(
            service, calendar: try Shipped.probolinggo(upTo: [2025: 1]), at: try wib("2025-08-06"))
        fixture.file()
        #expect(fixture.dossier.deadline.dueAt?.date(in: .western) == (try CivilDate(parsing: "2025-08-20")))
        let after = DossierContext(now: fixture.now, service: service, calendar: try Shipped.probolinggo())
        #expect(!fixture.dossier.on(.calendarChanged, in: after).isEmpty)
        #expect(fixture.dossier.deadline.dueAt?.date(in: .western) == (try CivilDate(parsing: "2025-08-21")))
        #expect(fixture.dossier.deadline.calendarVersion == "ID/2025/2+3574/2025/1")
    }

    @Test
    func `of two announcements the stronger is told`() {
        let now = Timestamp.now()
        let order: [Announcement] = [
            .progressed, .warned(dueAt: now, percent: 50), .warned(dueAt: now, percent: 80),
            .breached(dueAt: now, policy: .escalate), .correctionRequested, .closed,
        ]
        #expect(order == order.shuffled().sorted())
    }

    @Test
    func `the record's end erases the content of a closed application only`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        #expect(fixture.on(.disposed).isEmpty)
        fixture.on(.withdrawn(.applicant))
        fixture.on(.archived(at: fixture.now))
        #expect(fixture.dossier.archivedAt == fixture.now)
        #expect(fixture.on(.disposed) == [.erased])
    }
}
