import Contracts
import Database
import Foundation
import Pipeline
import TestSupport
import Testing
import VerificationService

/// The handlers against a real database.
@Suite(.requireServer(.database), .timeLimit(.minutes(5)))
struct VerificationHandlerTests {
    @Test
    func `an application travels from its receipt to its permit and its record`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            #expect(try await fixture.column("state", of: id) == "in-verification")
            #expect(try await fixture.column("deadline_status", of: id) == "running")
            #expect(try await fixture.said(id) == ["submission.progressed.v1"])
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM events WHERE type = 'check.requested.v1' AND body IS NULL AND sequence IS NULL"
                )
                    == 2)
            #expect(try await fixture.count("SELECT count(*) FROM access_log WHERE role = 'agency'") == 2)

            let first = try await fixture.answered(id, "dukcapil", .match, note: "cocok")
            let second = try await fixture.answered(id, "dinkes-3574", .recommended)
            try await fixture.answer([first, second])
            #expect(try await fixture.column("state", of: id) == "issued")
            #expect(try await fixture.column("awaiting", of: id) == "archiving")
            #expect(try await fixture.said(id) == ["submission.progressed.v1", "submission.closed.v1"])
            let number = try #require(try await fixture.column("permit_number", of: id))
            #expect(number.hasPrefix("500.16.7.2/1/425.117/"))
            #expect(try await fixture.count("SELECT count(*) FROM schedules") == 0)
            #expect(
                try await fixture.pool.column(
                    "SELECT trigger FROM transitions WHERE submission_id = \(id.uuid) ORDER BY position",
                    as: String.self)
                    == ["filed", "completeness-passed", "approved-by-rule", "signature-not-needed"])
            // The note is protected, and nothing of the citizen stands anywhere in clear.
            #expect(try await fixture.count("SELECT count(*) FROM answers WHERE note IS NOT NULL") == 1)
            #expect(
                try await fixture.count(
                    "SELECT count(*) FROM events WHERE position('3574015206800000' in encode(body, 'escape')) > 0") == 0
            )

            let archived = RecordArchived(
                submissionID: id, number: body.number, recordID: .make(), chainIndex: 1,
                hash: String(repeating: "a", count: 64), previousHash: nil, archivedAt: .now())
            let source = MessageSource(region: try VerificationFixture.region, service: .archiving)
            try await fixture.apply([try fixture.inbound(archived, about: id, from: source, sequence: 1)])
            #expect(try await fixture.column("awaiting", of: id) == nil)
            #expect(try await fixture.column("archived_at", of: id) != nil)
            #expect(
                try await fixture.pool.column(
                    "SELECT name || total::text FROM audit_counters WHERE name IN ('seen', 'closed') ORDER BY name",
                    as: String.self) == ["closed1", "seen1"])
        }
    }

    @Test
    func `both answers count, in one batch or in two transactions at once`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            let first = try await fixture.answered(id, "dukcapil", .match)
            let second = try await fixture.answered(id, "dinkes-3574", .recommended)
            async let one: Void = fixture.answer([first])
            async let two: Void = fixture.answer([second])
            _ = try await (one, two)
            #expect(try await fixture.column("state", of: id) == "issued")
            #expect(
                try await fixture.count("SELECT count(*) FROM events WHERE type = 'submission.closed.v1'") == 1)
        }
    }

    @Test
    func `an incomplete application is asked for everything at once, and its correction goes on`() async throws {
        try await VerificationFixture.run { fixture in
            let incomplete = try fixture.received(
                application: VerificationFixture.application(["practiceOrder": 9]),
                documents: try VerificationFixture.documents(without: "ijazah"))
            let body = try await fixture.file(incomplete)
            let id = body.submissionID
            #expect(try await fixture.column("state", of: id) == "correction-requested")
            #expect(try await fixture.said(id) == ["submission.correction-requested.v1"])
            let items = try await fixture.pool.column(
                "SELECT d ->> 'item' FROM submissions, jsonb_array_elements(defects) d ORDER BY 1", as: String.self)
            #expect(items == ["/documents/ijazah", "/form/practiceOrder"])

            let mended = try fixture.received(id)
            let correction = CorrectionSubmitted(
                submissionID: id, number: body.number, round: 1,
                items: [CorrectedItem(item: "/documents/ijazah"), CorrectedItem(item: "/form/practiceOrder")],
                submittedAt: .now(), documents: mended.documents, application: mended.application)
            let source = MessageSource(region: try VerificationFixture.region, service: .intake)
            try await fixture.apply([try fixture.inbound(correction, about: id, from: source, sequence: 2)])
            #expect(try await fixture.column("state", of: id) == "in-verification")
            #expect(try await fixture.count("SELECT count(*) FROM checks WHERE standing = 'asked'") == 2)
            // The questions are rebuilt from the corrected content.
            let checks = try await [fixture.check(id, "dukcapil"), fixture.check(id, "dinkes-3574")]
            let bodies = try await fixture.proceedings.rebuilder(fixture.pool)(checks.map(\.request))
            #expect(bodies.count == 2)
            for body in bodies.values {
                let question = try ContractCoding.decode(CheckRequested.self, from: body)
                #expect(question.fields?["name"] == "Contoh Pemohon")
                #expect(question.fields?["email"] == nil)
            }
        }
    }

    @Test
    func `a synthetic number is a defect outside test mode only, and a doubt refuses nothing`() async throws {
        try await VerificationFixture.run { fixture in
            var application = VerificationFixture.application()
            application.applicant["sex"] = "male"
            let body = try await fixture.file(try fixture.received(application: application))
            #expect(try await fixture.column("state", of: body.submissionID) == "in-verification")
            #expect(try await fixture.column("doubts->>0", of: body.submissionID) == "nik-sex-differs")
        }
    }

    @Test
    func `numbers have no gap, whoever takes them and whatever fails`() async throws {
        try await VerificationFixture.run { fixture in
            let bodies = try (0..<12).map { _ in try fixture.received() }
            for body in bodies { try await fixture.file(body) }
            for body in bodies {
                let answer = try await fixture.answered(body.submissionID, "dukcapil", .match)
                try await fixture.answer([answer])
            }
            var answers: [InboundMessage] = []
            for body in bodies {
                answers.append(try await fixture.answered(body.submissionID, "dinkes-3574", .recommended))
            }
            // A unit that fails after it has taken numbers gives them back.
            struct Failure: Error {}
            let handler = ResultHandler(fixture.proceedings)
            let lost = try answers.prefix(3).map { Accepted(inbound: $0, message: try handler.decode($0)) }
            await #expect(throws: Failure.self) {
                try await fixture.engine.perform { unit in
                    try await handler.apply(lost, in: unit)
                    throw Failure()
                }
            }
            let batches = stride(from: 0, to: answers.count, by: 4).map {
                Array(answers[$0..<min($0 + 4, answers.count)])
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for batch in batches { group.addTask { try await fixture.answer(batch) } }
                try await group.waitForAll()
            }
            #expect(
                try await fixture.pool.column("SELECT sequence FROM numbers ORDER BY sequence", as: Int64.self)
                    == Array(1...12))
            #expect(try await fixture.count("SELECT count(*) FROM audit_number_gaps") == 0)
        }
    }

    @Test
    func `answers under another agency's name, to another's check or of no one are refused`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            let handler = ResultHandler(fixture.proceedings)
            let good = try await fixture.answered(id, "dukcapil", .match)
            var wire = good.properties
            wire.userID = "dinkes-3574"
            let forged = InboundMessage(
                key: good.key, envelope: good.envelope, properties: wire, exchange: good.exchange,
                routingKey: good.routingKey, body: good.body, deliveryCount: 0)
            #expect(throws: ContractViolation.self) { try handler.decode(forged) }
            wire.userID = nil
            let unproven = InboundMessage(
                key: good.key, envelope: good.envelope, properties: wire, exchange: good.exchange,
                routingKey: good.routingKey, body: good.body, deliveryCount: 0)
            #expect(throws: ContractViolation.self) { try handler.decode(unproven) }

            // The health office answers the registry's check under its own, proven name.
            let check = try await fixture.check(id, "dukcapil")
            let agency = try AgencyCode("dinkes-3574")
            let stolen = CheckCompleted(
                checkID: check.id, submissionID: id, agency: agency, check: try CheckCode("identity"), attempt: 1,
                answer: .recommended, completedAt: .now())
            let message = try fixture.inbound(
                stolen, about: id, from: MessageSource(region: try VerificationFixture.region, agency: agency),
                user: agency.value)
            await #expect(throws: MessageRejection.self) { try await fixture.answer([message]) }
            #expect(try await fixture.check(id, "dukcapil").standing == "asked")
        }
    }

    @Test
    func `late and repeated answers are kept and change nothing`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            let first = try await fixture.answered(id, "dukcapil", .match)
            let again = try await fixture.answered(id, "dukcapil", .mismatch(fields: ["name"]))
            try await fixture.answer([first, again])
            let withdrawal = WithdrawalRequested(
                submissionID: id, number: body.number, reason: .other, requestedAt: .now())
            let late = try await fixture.answered(id, "dinkes-3574", .recommended)
            let source = MessageSource(region: try VerificationFixture.region, service: .intake)
            try await fixture.apply([try fixture.inbound(withdrawal, about: id, from: source, sequence: 2)])
            try await fixture.answer([late])
            #expect(try await fixture.column("state", of: id) == "withdrawn")
            #expect(
                try await fixture.pool.column(
                    "SELECT verdict FROM answers ORDER BY received_at, verdict", as: String.self)
                    == ["counted", "repeated", "late"])
            #expect(
                try await fixture.count("SELECT count(*) FROM events WHERE type = 'check.cancelled.v1'") == 1)
        }
    }

    @Test
    func `a nudge of intake has the journal said again, a redelivery has not`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let handler = EventHandler(fixture.proceedings)
            let source = MessageSource(region: try VerificationFixture.region, service: .intake)
            _ = try await fixture.pool.execute("DELETE FROM outbox")
            for (attempt, expected) in [(1, Int64(0)), (2, 1)] {
                let inbound = try fixture.inbound(
                    body, about: body.submissionID, from: source, attempt: attempt, sequence: 1)
                let message = Accepted(inbound: inbound, message: try handler.decode(inbound))
                try await fixture.engine.perform { unit in try await handler.repeated([message], in: unit) }
                #expect(try await fixture.count("SELECT count(*) FROM outbox") == expected)
            }
        }
    }

    @Test
    func `a record's end destroys the keys, and nothing can be rebuilt any more`() async throws {
        try await VerificationFixture.run { fixture in
            let body = try await fixture.file(try fixture.received())
            let id = body.submissionID
            try await fixture.answer([
                try await fixture.answered(id, "dukcapil", .match),
                try await fixture.answered(id, "dinkes-3574", .recommended),
            ])
            let closing = try await fixture.pool.column("SELECT message_id FROM closings", as: UUID.self)
            let before = try await fixture.proceedings.rebuilder(fixture.pool)(closing)
            let bytes = try #require(before[closing[0]])
            let closed = try ContractCoding.decode(SubmissionClosed.self, from: bytes)
            #expect(closed.application == body.application)
            #expect(closed.contact == body.contact)
            #expect(closed.lastSequence == 2)
            #expect(closed.history.count == 4)

            let disposed = RecordDisposed(
                submissionID: id, number: body.number, recordID: .make(), chainIndex: 2,
                hash: String(repeating: "b", count: 64), action: .destroyed, legalBasis: "JRA contoh",
                disposedAt: .now())
            let source = MessageSource(region: try VerificationFixture.region, service: .archiving)
            try await fixture.apply([try fixture.inbound(disposed, about: id, from: source, sequence: 2)])
            #expect(try await fixture.count("SELECT count(*) FROM data_keys") == 0)
            #expect(try await fixture.proceedings.rebuilder(fixture.pool)(closing).isEmpty)
        }
    }

    @Test
    func `what cannot be opened, or is of an unknown service, is rejected with its reason`() async throws {
        try await VerificationFixture.run { fixture in
            let good = try fixture.received()
            var altered = good
            altered.application.ciphertext = Data(repeating: 7, count: 64).base64EncodedString()
            await #expect(throws: MessageRejection.self) { try await fixture.file(altered) }
            var unknown = good
            unknown.service = ServiceReference(code: try ServiceCode("no-such-service"), version: 1)
            await #expect(throws: MessageRejection.self) { try await fixture.file(unknown) }
            #expect(try await fixture.count("SELECT count(*) FROM submissions") == 0)
        }
    }
}
