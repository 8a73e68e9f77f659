import Contracts
import Testing
import VerificationService

@Suite(.timeLimit(.minutes(1)))
struct DossierTests {
    @Test
    func `a complete application asks every agency and starts the clock at its receipt`() throws {
        var fixture = try DossierFixture()
        let effects = fixture.file()
        #expect(fixture.dossier.state == .inVerification)
        #expect(effects.asked == 2)
        #expect(fixture.dossier.deadline.status == .running)
        #expect(fixture.dossier.deadline.startedAt == fixture.dossier.receivedAt)
        #expect(fixture.dossier.deadline.dueAt?.date(in: .western) == (try CivilDate(parsing: "2026-07-13")))
        #expect(effects.plans[.legalDeadline] == fixture.dossier.deadline.dueAt)
        #expect(fixture.dossier.waitingFor.map(\.agency?.value) == ["dukcapil", "dinkes-3574"])
    }

    @Test
    func `favourable answers of all agencies issue the permit without an officer`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        #expect(try fixture.answer("dukcapil", .match).told == nil)
        #expect(fixture.dossier.state == .inVerification)
        let effects = try fixture.answer("dinkes-3574", .recommended)
        #expect(fixture.dossier.state == .issued)
        #expect(effects.contains(.numbered))
        #expect(effects.told == .closed)
        #expect(fixture.moves == [.filed, .completenessPassed, .approvedByRule, .signatureNotNeeded])
        #expect(fixture.effects.plans.isEmpty)
        #expect(fixture.dossier.deadline.status == .stopped)
        #expect(fixture.dossier.decision?.outcome == .approved)
    }

    @Test
    func `a service with signature waits for it with its number`() throws {
        var fixture = try DossierFixture(try Shipped.service(replacing: ["signatureRequired": true]))
        fixture.file()
        try fixture.answer("dukcapil", .match)
        let effects = try fixture.answer("dinkes-3574", .recommended)
        #expect(fixture.dossier.state == .approved)
        #expect(effects.contains(.numbered))
        #expect(effects.told == nil)
        #expect(fixture.dossier.waitingFor.map(\.kind) == [.signatory])
        #expect(fixture.on(.signed(by: TransitionActor(kind: .officer, id: "kepala"))).told == .closed)
        #expect(fixture.dossier.state == .issued)
    }

    @Test
    func `every defect found goes into one correction request that pauses the clock`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        let identity = try ReasonCode("document-missing")
        try fixture.answer("dukcapil", .mismatch(fields: ["name", "birthDate"]))
        #expect(fixture.dossier.state == .inVerification)
        let effects = try fixture.answer(
            "dinkes-3574",
            .defects([
                ReportedDefect(item: "/documents/str", reason: try ReasonCode("document-unreadable")),
                ReportedDefect(item: "/documents/ijazah", reason: identity),
            ]))
        #expect(effects.told == .correctionRequested)
        #expect(
            fixture.dossier.defects.map(\.item) == [
                "/applicant/name", "/applicant/birthDate", "/documents/str", "/documents/ijazah",
            ])
        #expect(fixture.dossier.round == 1)
        #expect(fixture.dossier.deadline.status == .paused)
        #expect(fixture.effects.plans.keys.sorted { $0.kind < $1.kind } == [.correctionLimit])
        #expect(fixture.dossier.waitingFor.map(\.kind) == [.applicant])
    }

    @Test
    func `a correction asks anew only those whose answer does not stand`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .match)
        try fixture.answer(
            "dinkes-3574",
            .defects([ReportedDefect(item: "/documents/str", reason: try ReasonCode("document-unreadable"))]))
        let before = try fixture.check("dinkes-3574").id
        fixture.now = try wib("2026-07-08")
        let effects = fixture.on(
            .corrected(round: 1, changed: ["/documents/str"], at: fixture.now, Assessment(defects: [])))
        #expect(fixture.dossier.state == .inVerification)
        #expect(effects.asked == 1)
        #expect(try fixture.check("dinkes-3574").id != before)
        #expect(fixture.dossier.deadline.dueAt?.date(in: .western) == (try CivilDate(parsing: "2026-07-14")))
        try fixture.answer("dinkes-3574", .recommended)
        #expect(fixture.dossier.state == .issued)
        #expect(fixture.dossier.round == 1)
    }

    @Test
    func `a correction that touches what an agency saw asks it anew`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .match)
        try fixture.answer(
            "dinkes-3574",
            .defects([ReportedDefect(item: "/applicant/name", reason: try ReasonCode("field-invalid"))]))
        let effects = fixture.on(
            .corrected(round: 1, changed: ["/applicant/name"], at: fixture.now, Assessment(defects: [])))
        #expect(effects.asked == 2)
    }

    @Test
    func `an incomplete application is never in verification and goes back to completeness`() throws {
        var fixture = try DossierFixture()
        let effects = fixture.file([try fixture.defect(), try fixture.defect("/documents/ktp")])
        #expect(effects.told == .correctionRequested)
        #expect(effects.asked == 0)
        #expect(fixture.dossier.deadline.status == .notStarted)
        fixture.now = try wib("2026-07-09")
        fixture.on(
            .corrected(
                round: 1, changed: ["/documents/ktp"], at: fixture.now, Assessment(defects: [try fixture.defect()])))
        #expect(fixture.dossier.state == .correctionRequested)
        #expect(fixture.dossier.round == 2)
        fixture.on(.corrected(round: 2, changed: ["/documents/str"], at: fixture.now, Assessment(defects: [])))
        #expect(fixture.dossier.state == .inVerification)
        #expect(fixture.dossier.deadline.startedAt == fixture.now)
    }

    @Test
    func `a correction of another round changes nothing`() throws {
        var fixture = try DossierFixture()
        fixture.file([try fixture.defect()])
        #expect(fixture.on(.corrected(round: 2, changed: [], at: fixture.now, Assessment(defects: []))).isEmpty)
        #expect(fixture.dossier.state == .correctionRequested)
    }

    @Test
    func `a correction that never comes lapses at the end of its own time`() throws {
        var fixture = try DossierFixture()
        fixture.file([try fixture.defect()])
        let due = try #require(fixture.dossier.correctionDueAt)
        #expect(due.date(in: .western) == (try CivilDate(parsing: "2026-07-20")))
        let end = due.adding(seconds: Dossier.correctionGraceSeconds)
        fixture.wait(until: due)
        #expect(fixture.on(.due(.correctionLimit)) == [.planned(.correctionLimit, at: end)])
        fixture.wait(until: end)
        #expect(fixture.on(.due(.correctionLimit)).told == .closed)
        #expect(fixture.dossier.state == .lapsed)
        #expect(fixture.dossier.decision?.outcome == .lapsed)
    }

    @Test
    func `a recommendation against approval refuses with the catalogue's reasons`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .match)
        try fixture.answer("dinkes-3574", .notRecommended(reasons: [try ReasonCode("str-invalid")]))
        #expect(fixture.dossier.state == .refused)
        let decision = try #require(fixture.dossier.decision)
        #expect(decision.reasons.map(\.code.value) == ["str-invalid"])
        #expect(decision.reasons.allSatisfy { !$0.legalBasis.isEmpty })
        #expect(decision.objection != nil)
    }

    @Test(arguments: ["no-such-reason", "document-missing"])
    func `a reason that the catalogue cannot refuse with goes to an officer`(code: String) throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .match)
        try fixture.answer("dinkes-3574", .notRecommended(reasons: [try ReasonCode(code)]))
        #expect(fixture.dossier.state == .inDecision)
    }

    @Test
    func `a defect that the catalogue cannot put into words goes to an officer`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .match)
        try fixture.answer(
            "dinkes-3574", .defects([ReportedDefect(item: "/documents/str", reason: try ReasonCode("strange"))]))
        #expect(fixture.dossier.state == .inDecision)
    }

    @Test(arguments: [CheckAnswer.notFound, .unavailable(retryAfterSeconds: nil)])
    func `what a register does not know or tell refuses nothing`(answer: CheckAnswer) throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dinkes-3574", .recommended)
        for attempt in 1...10 {
            #expect(fixture.dossier.state == .inVerification)
            let check = try fixture.check("dukcapil")
            #expect(check.attempt == attempt)
            try fixture.answer("dukcapil", answer)
            guard let next = try fixture.check("dukcapil").nextTryAt else { break }
            fixture.wait(until: next)
            #expect(fixture.on(.due(.checkRetry(check.id))).asked == 1)
        }
        #expect(fixture.dossier.state == .inDecision)
        #expect(try fixture.check("dukcapil").standing == .exhausted)
        #expect(fixture.dossier.waitingFor.map(\.kind) == [.officer])
    }

    @Test
    func `an agency's wish for a later try is granted`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .unavailable(retryAfterSeconds: 900))
        #expect(try fixture.check("dukcapil").nextTryAt == fixture.now.adding(seconds: 900))
    }

    @Test
    func `a silent agency leaves the application to an officer at the end of its time`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dinkes-3574", .recommended)
        let check = try fixture.check("dukcapil")
        #expect(fixture.on(.due(.checkDeadline(check.id))) == [.planned(.checkDeadline(check.id), at: check.answerBy)])
        fixture.wait(until: check.answerBy)
        let effects = fixture.on(.due(.checkDeadline(check.id)))
        #expect(effects.contains(.cancelled(check.id, .expired)))
        #expect(fixture.dossier.state == .inDecision)
    }

    @Test
    func `a question given back is asked again, an older one is not`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        let check = try fixture.check("dukcapil")
        fixture.on(.rejected(check.id, request: check.requestID))
        let waiting = try fixture.check("dukcapil")
        #expect(waiting.standing == .waiting)
        #expect(fixture.on(.rejected(check.id, request: check.requestID)).isEmpty)
        fixture.wait(until: try #require(waiting.nextTryAt))
        fixture.on(.due(.checkRetry(check.id)))
        #expect(try fixture.check("dukcapil").attempt == 2)
        #expect(fixture.on(.rejected(check.id, request: check.requestID)).isEmpty)
        #expect(try fixture.check("dukcapil").standing == .asked)
    }

    @Test
    func `an agency with hours is asked at its opening`() throws {
        let source = try Shipped.json("catalogue/3574/sip-dokter.json")
        var checks = source["checks"]?.array ?? []
        var first = checks[0].object ?? [:]
        first["officeHours"] = [
            "monday": [["from": "08:00", "to": "15:00"]], "friday": [["from": "08:00", "to": "11:00"]],
        ]
        first["deadlineMinutes"] = 240
        checks[0] = .object(first)
        // Sunday 2026-07-05.
        var fixture = try DossierFixture(
            try Shipped.service(replacing: ["checks": .array(checks)]), at: try wib("2026-07-05"))
        #expect(fixture.file().asked == 1)
        let check = try fixture.check("dukcapil")
        #expect(check.attempt == 0)
        #expect(check.nextTryAt == (try wib("2026-07-06", "08:00")))
        #expect(check.answerBy == (try wib("2026-07-06", "12:00")))
        fixture.now = try wib("2026-07-06", "08:00")
        #expect(fixture.on(.due(.checkRetry(check.id))).asked == 1)
        #expect(try fixture.check("dukcapil").attempt == 1)
    }

    @Test
    func `late, repeated and impossible answers are recorded and change nothing`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        #expect(try fixture.answer("dukcapil", .match, attempt: 2).verdicts == [.wrongAttempt])
        #expect(try fixture.answer("dukcapil", .match).verdicts == [.counted])
        #expect(try fixture.answer("dukcapil", .mismatch(fields: ["name"])).verdicts == [.repeated])
        let stranger = CheckID.make()
        #expect(fixture.on(.completed(stranger, attempt: 1, .match, reference: nil)).isEmpty)
        fixture.on(.withdrawn(.applicant))
        let before = fixture.dossier
        #expect(try fixture.answer("dinkes-3574", .recommended).verdicts == [.late])
        #expect(fixture.dossier == before)
    }

    @Test
    func `an answer to an older attempt counts while the check is open`() throws {
        var fixture = try DossierFixture()
        fixture.file()
        try fixture.answer("dukcapil", .unavailable(retryAfterSeconds: nil))
        fixture.wait(until: try #require(try fixture.check("dukcapil").nextTryAt))
        fixture.on(.due(.checkRetry(try fixture.check("dukcapil").id)))
        #expect(try fixture.answer("dukcapil", .notFound, attempt: 1).verdicts == [.late])
        #expect(try fixture.answer("dukcapil", .match, attempt: 1).verdicts == [.counted])
        #expect(try fixture.check("dukcapil").standing == .answered)
    }

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
