import Contracts
import Database
import Foundation
import Hummingbird
import IntakeService
import ServiceRuntime
import TestSupport
import Testing

@Suite("Refusing applications", .requireServer(.database), .serialized, .timeLimit(.minutes(3)))
struct FilingRefusalTests {
    @Test func `used, foreign and invented documents have one answer, and the document stays unused`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let stranger = try await intake.token("citizen-2")
            let document = try await intake.upload(token)
            let foreign = try await intake.file(person: 2, token: stranger, document: document)
            let invented = try await intake.file(person: 2, token: stranger, document: DocumentID.make().description)
            #expect(foreign.status == 422)
            #expect(foreign.faults == ["/documents/0/id document-unknown"])
            #expect(foreign.body["faults"] == invented.body["faults"])
            #expect(try await intake.file(person: 1, token: token, document: document).status == 201)
            let used = try await intake.file(person: 3, token: token, document: document)
            #expect(used.body["faults"] == invented.body["faults"])
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 1)
        }
    }

    @Test func `one document for two applications at once serves one of them`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let document = try await intake.upload(token)
            let answers = try await withThrowingTaskGroup(of: IntakeFixture.Answer.self) { tasks in
                for person in 1...6 {
                    tasks.addTask { try await intake.file(person: person, token: token, document: document) }
                }
                return try await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            #expect(answers.count { $0.faults == ["/documents/0/id document-unknown"] } == 5)
        }
    }

    @Test func `all faults are told at once and nothing is stored`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            var body =
                SampleService.application(
                    person: 1, documents: [("str", DocumentID.make().description)]
                ).object ?? [:]
            body["form"] = ["kind": "sideways"]
            body["region"] = "3574"
            let answer = try await intake.post("/v1/submissions", .object(body), token: token, key: "k")
            #expect(answer.status == 422)
            #expect(
                Set(answer.faults) == [
                    "/form/kind enum", "/form/licence required", "/documents/0/id document-unknown",
                ])
            #expect(try await intake.count("SELECT count(*) FROM submissions") == 0)
            #expect(try await intake.count("SELECT count(*) FROM events") == 0)
        }
    }

    @Test func `an officer files for somebody at the counter of their region only`() async throws {
        try await IntakeFixture.run { intake in
            let officer = try await intake.token("officer-1", roles: [.officer], regions: ["3574"])
            #expect(try await intake.file(person: 1, token: officer).status == 201)
            #expect(
                try await intake.count(
                    """
                    SELECT count(*) FROM submissions WHERE channel = 'assisted' AND assisted_by = 'officer-1' \
                    AND assurance_level = 'high'
                    """) == 1)
            let elsewhere = try await intake.token("officer-2", roles: [.officer], regions: ["3513"])
            #expect(try await intake.file(person: 2, token: elsewhere).status == 403)
        }
    }

    @Test func `requests that cannot be read or may not be made are told so`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let body = SampleService.application(person: 1, documents: [])
            #expect(try await intake.post("/v1/submissions", body, key: "k").status == 401)
            let operatorToken = try await intake.token("op", roles: [.operator])
            #expect(try await intake.post("/v1/submissions", body, token: operatorToken, key: "k").status == 403)
            #expect(try await intake.post("/v1/submissions", body, token: token).problem == "idempotency-key-required")
            #expect(
                try await intake.post("/v1/submissions", body, token: token, key: String(repeating: "k", count: 129))
                    .status == 400)
            let text = try await intake.send(
                .post, "/v1/submissions", token: token, key: "k", type: "text/plain", body: Array("{}".utf8))
            #expect(text.status == 415)
            let broken = try await intake.send(
                .post, "/v1/submissions", token: token, key: "k", type: "application/json",
                body: Array("{\"a\":1,".utf8))
            #expect(broken.status == 400)
            #expect(broken.problem == "malformed")
            let large = try await intake.send(
                .post, "/v1/submissions", token: token, key: "k", type: "application/json",
                body: Array(("{\"a\":\"" + String(repeating: "x", count: 60_000) + "\"}").utf8))
            #expect(large.status == 413)
        }
    }

    @Test func `after a bad request the same key may be used for the mended one`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            #expect(
                try await intake.file(person: 1, token: token, key: "k", document: DocumentID.make().description).status
                    == 422)
            #expect(try await intake.file(person: 1, token: token, key: "k").status == 201)
        }
    }
}
