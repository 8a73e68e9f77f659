import Contracts
import Testing
import VerificationService

/// Agencies that answer, or do not.
@Suite(.timeLimit(.minutes(1)))
struct DossierCheckTests {
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
}
