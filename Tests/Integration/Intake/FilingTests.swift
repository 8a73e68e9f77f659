import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import Sealing
import ServiceRuntime
import TestSupport
import Testing

@Suite("Filing applications", .requireServer(.database), .serialized, .timeLimit(.minutes(3)))
struct FilingTests {
    @Test func `a right application is kept, said, and answered with a receipt`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let answer = try await intake.file(person: 1, token: token, key: "k1", document: document)
            #expect(answer.status == 201)
            let number = try SubmissionNumber(parsing: answer.body["number"]?.string ?? "")
            #expect(answer.headers[.location] == "/v1/submissions/\(number.value)")
            #expect(answer.body["statusUrl"]?.string == "https://mpp.example.invalid/v1/submissions/\(number.value)")
            #expect(answer.body["service"] == ["code": .string(SampleService.code), "version": 1])
            #expect(answer.body["deadlineRule"]?["id"]?.string == "duration")
            #expect(answer.body["documents"]?.array?.first?["id"]?.string == document)
            #expect(answer.body["documents"]?.array?.first?["sha256"]?.string?.count == 64)

            let id = SubmissionID(
                try #require(try await intake.pool.scalar("SELECT submission_id FROM submissions", as: UUID.self)))
            #expect(intake.keyRing.verifyAccessCode(answer.body["accessCode"]?.string ?? "", for: id))
            #expect(try await intake.count("SELECT count(*) FROM outbox") == 1)
            #expect(try await intake.count("SELECT count(*) FROM events WHERE sequence = 1 AND body IS NULL") == 1)
            #expect(try await intake.count("SELECT count(*) FROM awaited_notices") == 1)
            #expect(try await intake.count("SELECT count(*) FROM uploads") == 0)
            #expect(try await intake.count("SELECT total FROM audit_counters WHERE name = 'accepted'") == 1)
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM submissions WHERE awaiting = 'verification' AND nudge_at > now()") == 1)
        }
    }

    @Test func `what is said can be rebuilt with its sealed parts, and opens`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            _ = try await intake.filed(person: 1, token: token)
            let message = try #require(try await intake.pool.scalar("SELECT message_id FROM events", as: UUID.self))
            let bodies = try await SealedStatement.rebuilder(intake.pool)([message])
            let body = try ContractCoding.decode(SubmissionReceived.self, from: try #require(bodies[message]))
            let application = try ApplicationPart(
                plaintext: try intake.keyRing.open(body.application, name: .application, submission: body.submissionID))
            #expect(application.applicant(.nik) == SampleService.nik(1))
            let contact = try ContactPart(
                plaintext: try intake.keyRing.open(body.contact, name: .contact, submission: body.submissionID))
            #expect(contact.email == "pemohon@example.invalid")
            #expect(body.documents.count == 1)
        }
    }

    @Test func `no personal data stands in any column in clear`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            _ = try await intake.filed(person: 1, token: token)
            let tables = try await intake.pool.column(
                """
                SELECT table_name::text FROM information_schema.tables \
                WHERE table_schema = 'intake' AND table_type = 'BASE TABLE'
                """, as: String.self)
            #expect(tables.count > 10)
            for table in tables {
                let rows = try await intake.pool.column(
                    "SELECT t::text FROM \(identifier: table) t", as: String.self)
                let text = rows.joined()
                for secret in [SampleService.nik(1), "Contoh Pemohon", "pemohon@example.invalid", "CONTOH-1"] {
                    let hex = secret.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                    #expect(!text.contains(secret) && !text.contains(hex), "\(table)")
                }
            }
        }
    }

    @Test func `a repeat gets the same receipt, another body under the key 422`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let first = try await intake.file(person: 1, token: token, key: "k1", document: document)
            let again = try await intake.file(person: 1, token: token, key: "k1", document: document)
            #expect(first.status == 201)
            #expect(again.status == 200)
            #expect(again.body == first.body)
            let other = try await intake.file(person: 2, token: token, key: "k1", document: document)
            #expect(other.status == 422)
            #expect(other.problem == "idempotency-key-reused")
            // Another subject's key is another key.
            let stranger = try await intake.token("citizen-2")
            #expect(try await intake.file(person: 3, token: stranger, key: "k1").status == 201)
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 2)
        }
    }

    @Test func `a repeat gets its receipt even when the application would be wrong by now`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let first = try await intake.file(person: 1, token: token, key: "k1", document: document)
            _ = try await intake.pool.execute("DELETE FROM regions")
            try await intake.assembly.regions.refresh()
            let again = try await intake.file(person: 1, token: token, key: "k1", document: document)
            #expect(again.status == 200)
            #expect(again.body == first.body)
        }
    }

    @Test func `many at once under one key make one application`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let answers = try await withThrowingTaskGroup(of: IntakeFixture.Answer.self) { tasks in
                for _ in 0..<24 {
                    tasks.addTask { try await intake.file(person: 1, token: token, key: "k1", document: document) }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            for answer in answers where answer.status != 201 {
                #expect(answer.status == 200 || answer.problem == "idempotency-key-in-use")
            }
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 1)
        }
    }

    @Test func `two replicas under one key make one application`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let filings = try await (0..<2).asyncMap { _ in
                try await intake.filing(person: 1, subject: "citizen-1", key: "k1")
            }
            let answers = try await withThrowingTaskGroup(of: FilingAnswer.self) { tasks in
                for filing in filings {
                    let work = intake.work()
                    tasks.addTask { try await work.commit([filing])[0] }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            let receipts = answers.compactMap { answer -> Receipt? in
                switch answer {
                case .accepted(let receipt), .replayed(let receipt): receipt
                case .refused: nil
                }
            }
            #expect(answers.count { if case .accepted = $0 { true } else { false } } == 1)
            #expect(receipts.count == 2)
            #expect(Set(receipts.map(\.number)).count == 1)
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 1)
            _ = token
        }
    }

    @Test func `many persons at once share transactions and each gets its own receipt`() async throws {
        try await IntakeFixture.run { intake in
            let answers = try await withThrowingTaskGroup(of: IntakeFixture.Answer.self) { tasks in
                for person in 0..<60 {
                    tasks.addTask {
                        let token = try await intake.token("citizen-\(person)")
                        return try await intake.file(person: person, token: token)
                    }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(Set(answers.compactMap { $0.body["number"]?.string }).count == 60)
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 60)
            #expect(try await intake.count("SELECT count(*) FROM documents") == 60)
            #expect(try await intake.count("SELECT count(DISTINCT recorded_at) FROM events") <= 60)
        }
    }

    @Test func `a person has one open application, and only its owner is told its number`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let own = try await intake.file(person: 1, token: token)
            #expect(own.status == 409)
            #expect(own.problem == "open-application")
            #expect(own.headers[.location] == "/v1/submissions/\(number)")
            let stranger = try await intake.token("citizen-2")
            let foreign = try await intake.file(person: 1, token: stranger)
            #expect(foreign.status == 409)
            #expect(foreign.headers[.location] == nil)
            #expect(!String(describing: foreign.body).contains(number))
            _ = try await intake.pool.execute("UPDATE submissions SET closed_at = now()")
            #expect(try await intake.file(person: 1, token: stranger).status == 201)
        }
    }

    @Test func `the same person twice at once is one application`() async throws {
        try await IntakeFixture.run { intake in
            let answers = try await withThrowingTaskGroup(of: IntakeFixture.Answer.self) { tasks in
                for subject in 0..<8 {
                    tasks.addTask {
                        let token = try await intake.token("citizen-\(subject)")
                        return try await intake.file(person: 7, token: token)
                    }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            #expect(answers.count { $0.problem == "open-application" } == 7)
        }
    }
}
