import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import Sealing
import ServiceRuntime
import TestSupport
import Testing

@Suite("Corrections and withdrawals", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct AmendmentTests {
    private func withCorrection(
        _ items: [String], _ body: @Sendable (IntakeFixture, IntakeFixture.Story, _ token: String) async throws -> Void
    ) async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let story = try await intake.story(number)
            try await intake.apply(
                story.envelope(.correctionRequested, .verification, 1), try story.correction(items))
            try await body(intake, story, token)
        }
    }

    private func said(_ intake: IntakeFixture, sequence: Int64) async throws -> CorrectionSubmitted {
        let message = try #require(
            try await intake.pool.scalar("SELECT message_id FROM events WHERE sequence = \(sequence)", as: UUID.self))
        let bodies = try await SealedStatement.rebuilder(intake.pool)([message])
        return try ContractCoding.decode(CorrectionSubmitted.self, from: try #require(bodies[message]))
    }

    @Test func `a correction is sealed anew, numbered, and said`() async throws {
        try await withCorrection(["/form/licence", "/documents/str"]) { intake, story, token in
            let document = try await intake.upload(token, IntakeFixture.pdf("baru"))
            let answer = try await intake.post(
                "/v1/submissions/\(story.number.value)/corrections",
                [
                    "round": 1, "form": ["licence": "CONTOH-2"],
                    "documents": [["kind": "str", "id": .string(document)]],
                ], token: token, key: "c1")
            #expect(answer.status == 202)
            #expect(answer.body["round"] == 1)
            let body = try await said(intake, sequence: 2)
            #expect(body.round == 1)
            #expect(Set(body.items.map(\.item)) == ["/form/licence", "/documents/str"])
            #expect(body.documents.map(\.id.description) == [document])
            #expect(body.contact == nil)
            let sealed = try #require(body.application)
            let part = try ApplicationPart(
                plaintext: try intake.keyRing.open(sealed, name: .application, submission: story.id))
            #expect(part.form["licence"] == "CONTOH-2")
            #expect(part.form["kind"] == "new")
            #expect(part.applicant(.nik) == SampleService.nik(1))
            #expect(try await intake.count("SELECT last_sequence FROM submissions") == 2)
            let shown = try await intake.send(.get, "/v1/submissions/\(story.number.value)", token: token)
            #expect(shown.body["correction"]?["isAnswered"] == true)
            #expect(shown.body["documents"]?.array?.compactMap { $0["id"]?.string } == [document])
            #expect(
                shown.body["timeline"]?.array?.compactMap { $0["type"]?.string } == [
                    "submission.received.v1", "submission.correction-requested.v1",
                    "submission.correction-submitted.v1",
                ])
        }
    }

    @Test func `a correction of documents only carries no sealed part and can be rebuilt`() async throws {
        try await withCorrection(["/documents/str"]) { intake, story, token in
            let document = try await intake.upload(token, IntakeFixture.pdf("baru"))
            let answer = try await intake.post(
                "/v1/submissions/\(story.number.value)/corrections",
                ["documents": [["kind": "str", "id": .string(document)]]], token: token, key: "c1")
            #expect(answer.status == 202)
            let body = try await said(intake, sequence: 2)
            #expect(body.application == nil)
            #expect(body.items.first?.document?.id.description == document)
        }
    }

    @Test func `the second round builds on the first`() async throws {
        try await withCorrection(["/form/licence"]) { intake, story, token in
            let path = "/v1/submissions/\(story.number.value)/corrections"
            _ = try await intake.post(path, ["form": ["licence": "CONTOH-2"]], token: token, key: "c1")
            try await intake.apply(
                story.envelope(.submissionProgressed, .verification, 2), story.progressed(.inVerification))
            try await intake.apply(
                story.envelope(.correctionRequested, .verification, 3), try story.correction(["/form/note"], round: 2))
            let answer = try await intake.post(path, ["form": ["note": "baru"]], token: token, key: "c2")
            #expect(answer.status == 202)
            let body = try await said(intake, sequence: 3)
            let part = try ApplicationPart(
                plaintext: try intake.keyRing.open(
                    try #require(body.application), name: .application, submission: story.id))
            #expect(part.form == ["kind": "new", "licence": "CONTOH-2", "note": "baru"])
        }
    }

    @Test func `a repeat gets the same answer, another body 422, another key 409`() async throws {
        try await withCorrection(["/form/licence"]) { intake, story, token in
            let path = "/v1/submissions/\(story.number.value)/corrections"
            let first = try await intake.post(path, ["form": ["licence": "CONTOH-2"]], token: token, key: "c1")
            let again = try await intake.post(path, ["form": ["licence": "CONTOH-2"]], token: token, key: "c1")
            #expect(first.status == 202)
            #expect(again.status == 202)
            #expect(again.body == first.body)
            let other = try await intake.post(path, ["form": ["licence": "CONTOH-3"]], token: token, key: "c1")
            #expect(other.problem == "idempotency-key-reused")
            let another = try await intake.post(path, ["form": ["licence": "CONTOH-3"]], token: token, key: "c2")
            #expect(another.problem == "correction-answered")
            #expect(try await intake.count("SELECT count(*) FROM events") == 2)
        }
    }

    @Test func `many at once make one correction`() async throws {
        try await withCorrection(["/form/licence"]) { intake, story, token in
            let answers = try await withThrowingTaskGroup(of: IntakeFixture.Answer.self) { tasks in
                for key in 0..<8 {
                    tasks.addTask {
                        try await intake.post(
                            "/v1/submissions/\(story.number.value)/corrections", ["form": ["licence": "CONTOH-2"]],
                            token: token, key: "c\(key % 2)")
                    }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 202 } == 4)
            #expect(answers.count { $0.problem == "correction-answered" } == 4)
            #expect(try await intake.count("SELECT count(*) FROM events WHERE sequence = 2") == 1)
        }
    }

    @Test func `a wrong correction names its faults and stores nothing`() async throws {
        try await withCorrection(["/form/licence", "/documents/str"]) { intake, story, token in
            let answer = try await intake.post(
                "/v1/submissions/\(story.number.value)/corrections",
                ["form": ["licence": "x", "kind": "renewal"]], token: token, key: "c1")
            #expect(answer.status == 422)
            #expect(answer.faults.contains("/form/licence min-length"))
            #expect(answer.faults.contains("/form/kind not-asked"))
            #expect(answer.faults.contains("/documents/str required"))
            #expect(try await intake.count("SELECT count(*) FROM events") == 1)
            #expect(try await intake.count("SELECT count(*) FROM amendments") == 0)
        }
    }

    @Test func `without a request there is nothing to correct`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let answer = try await intake.post(
                "/v1/submissions/\(number)/corrections", ["form": ["licence": "CONTOH-2"]], token: token, key: "c1")
            #expect(answer.status == 409)
            #expect(answer.problem == "no-correction-open")
        }
    }

    @Test func `only the owner, or an officer with the access code, may change an application`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, code) = try await intake.filed(person: 1, token: token)
            let path = "/v1/submissions/\(number)/withdrawal"
            let stranger = try await intake.token("citizen-2")
            #expect(try await intake.post(path, [:], token: stranger, key: "w").status == 404)
            // A stranger's code does not make a stranger an officer.
            #expect(try await intake.post(path, [:], token: stranger, key: "w", code: code).status == 404)
            #expect(try await intake.post(path, [:], key: "w", code: code).status == 401)
            let officer = try await intake.token("officer-1", roles: [.officer], regions: ["35"])
            #expect(try await intake.post(path, [:], token: officer, key: "w").status == 404)
            #expect(try await intake.post(path, [:], token: officer, key: "w", code: code).status == 202)
            let bodies = try await intake.pool.column(
                "SELECT body FROM events WHERE type = \(WithdrawalRequested.type.rawValue)", as: [UInt8].self)
            let body = try ContractCoding.decode(WithdrawalRequested.self, from: try #require(bodies.first))
            #expect(body.assistedBy == "officer-1")
        }
    }

    @Test func `a withdrawal is asked for once, and never of a closed application`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let path = "/v1/submissions/\(number)/withdrawal"
            #expect(try await intake.post(path, ["reason": "bored"], token: token, key: "w").faults == ["/reason enum"])
            let first = try await intake.post(path, ["reason": "filed-twice"], token: token, key: "w")
            #expect(first.status == 202)
            #expect(try await intake.post(path, ["reason": "filed-twice"], token: token, key: "w").body == first.body)
            #expect(try await intake.post(path, [:], token: token, key: "w2").problem == "withdrawal-requested")
            let (closed, _) = try await intake.filed(person: 2, token: token)
            let story = try await intake.story(closed)
            try await intake.apply(story.envelope(.submissionClosed, .verification, 1), try story.closed())
            let late = try await intake.post("/v1/submissions/\(closed)/withdrawal", [:], token: token, key: "w3")
            #expect(late.problem == "closed")
        }
    }
}
