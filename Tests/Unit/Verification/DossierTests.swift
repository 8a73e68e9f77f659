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
}
