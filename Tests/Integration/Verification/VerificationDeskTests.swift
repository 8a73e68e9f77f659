import Contracts
import Database
import Documents
import Foundation
import Hummingbird
import HummingbirdTesting
import Pipeline
import ServiceRuntime
import TestSupport
import Testing
import VerificationService

/// What officers and agencies get over HTTP.
@Suite(.requireServer(.database), .timeLimit(.minutes(5)))
struct VerificationDeskTests {
    /// An answer with its JSON.
    private struct Answer {
        let status: Int
        let bytes: [UInt8]
        let headers: HTTPFields

        var body: JSONValue {
            get throws { try ContractCoding.value(JSONValue.self, json: bytes) }
        }
        var problem: String? {
            get throws { try body["type"]?.string?.split(separator: ":").last.map(String.init) }
        }
        var faults: [String] {
            get throws {
                try (body["faults"]?.array ?? []).map {
                    "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")"
                }
            }
        }
    }

    private func send(
        _ fixture: VerificationFixture, _ method: HTTPRequest.Method, _ path: String, token: String?,
        _ body: JSONValue? = nil
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil { headers[.contentType] = "application/json" }
        let bytes = try body.map { ByteBuffer(bytes: try ContractCoding.json($0)) }
        let response = try await fixture.client.execute(uri: path, method: method, headers: headers, body: bytes)
        return Answer(
            status: response.status.code, bytes: Array(response.body.readableBytesView), headers: response.headers)
    }

    private func token(
        _ fixture: VerificationFixture, _ role: Role = .officer, regions: Set<String> = ["3574"]
    ) async throws -> String {
        try await fixture.issuer.mint(Principal(subject: "budi", roles: [role], regions: regions))
    }

    private func waiting(_ fixture: VerificationFixture) async throws -> SubmissionID {
        let application = ApplicationPart(
            identityKind: .nik,
            applicant: VerificationFixture.application().applicant.filter { $0.key != "birthPlace" },
            form: [
                "businessName": "Toko Contoh", "businessKind": "trade", "businessAddress": "Jalan Contoh 3",
                "statementOfTruth": true,
            ])
        let documents = try [("ktp", "image/jpeg"), ("premises-proof", "application/pdf")].map { kind, type in
            DocumentReference(
                id: .make(), kind: try DocumentKind(kind), mediaType: type, sizeBytes: 1000,
                sha256: String(repeating: "0", count: 64))
        }
        let body = try await fixture.file(
            try fixture.received(service: "domisili-usaha", application: application, documents: documents))
        try await fixture.answer([try await fixture.answered(body.submissionID, "dukcapil", .match)])
        return body.submissionID
    }

    @Test
    func `an officer sees what waits and decides it once`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await waiting(fixture)
            let token = try await token(fixture)
            let list = try await send(fixture, .get, "/v1/desk", token: token)
            #expect(try list.body["submissions"]?.array?.count == 1)
            let shown = try await send(fixture, .get, "/v1/submissions/\(id)", token: token)
            #expect(try shown.body["state"] == "in-decision")
            #expect(try shown.body["checks"]?.array?.first?["result"] == "match")

            let path = "/v1/submissions/\(id)/decision"
            let approved = try await send(fixture, .post, path, token: token, ["decision": "approve"])
            #expect(approved.status == 200)
            #expect(try approved.body["state"] == "issued")
            #expect(try approved.body["permitNumber"]?.string?.hasPrefix("500.2/1/425.117/") == true)
            let again = try await send(fixture, .post, path, token: token, ["decision": "approve"])
            #expect(again.status == 200)
            let other = try await send(
                fixture, .post, path, token: token, ["decision": "refuse", "reasons": ["statement-untrue"]])
            #expect(other.status == 409)
            #expect(try other.problem == "not-in-decision")
            #expect(try await fixture.count("SELECT count(*) FROM numbers") == 1)
        }
    }

    @Test
    func `a refusal needs a reason of the catalogue, free text alone is no reason`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await waiting(fixture)
            let token = try await token(fixture)
            let path = "/v1/submissions/\(id)/decision"
            func faults(_ body: JSONValue) async throws -> [String] {
                let answer = try await send(fixture, .post, path, token: token, body)
                #expect(answer.status == 422)
                return try answer.faults
            }
            #expect(try await faults(["decision": "refuse"]) == ["/reasons required"])
            #expect(
                try await faults(["decision": "refuse", "text": "karena"]) == ["/text unknown", "/reasons required"])
            #expect(
                try await faults(["decision": "refuse", "reasons": ["field-invalid", "no such"]])
                    == ["/reasons/0 reason", "/reasons/1 reason"])
            #expect(
                try await faults(["decision": "request-correction", "defects": [["item": "ktp", "reason": "x"]]])
                    == ["/defects/0/item pointer", "/defects/0/reason reason"])
            #expect(try await faults(["decision": "perhaps"]) == ["/decision value"])
            let refused = try await send(
                fixture, .post, path, token: token, ["decision": "refuse", "reasons": ["premises-unsuitable"]])
            #expect(refused.status == 200)
            #expect(try refused.body["state"] == "refused")
            #expect(try refused.body["decision"]?["reasons"]?.array?.first?["legalBasis"]?.string?.isEmpty == false)
        }
    }

    @Test
    func `an officer's correction request pauses the clock`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await waiting(fixture)
            let answer = try await send(
                fixture, .post, "/v1/submissions/\(id)/decision", token: try await token(fixture),
                [
                    "decision": "request-correction",
                    "defects": [["item": "/documents/ktp", "reason": "document-unreadable"]],
                ])
            #expect(answer.status == 200)
            #expect(try await fixture.column("deadline_status", of: id) == "paused")
            #expect(try await fixture.said(id).last == "submission.correction-requested.v1")
        }
    }

    @Test
    func `nobody else decides or sees`() async throws {
        try await VerificationFixture.run { fixture in
            let id = try await waiting(fixture)
            let path = "/v1/submissions/\(id)/decision"
            let approve: JSONValue = ["decision": "approve"]
            #expect(try await send(fixture, .post, path, token: nil, approve).status == 401)
            #expect(try await send(fixture, .post, path, token: "nonsense", approve).status == 401)
            let citizen = try await token(fixture, .citizen)
            #expect(try await send(fixture, .post, path, token: citizen, approve).status == 403)
            let stranger = try await token(fixture, regions: ["3513"])
            #expect(try await send(fixture, .post, path, token: stranger, approve).status == 404)
            #expect(try await send(fixture, .get, "/v1/submissions/\(id)", token: stranger).status == 404)
            #expect(try await send(fixture, .get, "/v1/submissions/nonsense", token: stranger).status == 404)
            #expect(try await fixture.column("state", of: id) == "in-decision")
        }
    }

    /// Bytes in chunks.
    private struct Chunks: AsyncSequence {
        struct AsyncIterator: AsyncIteratorProtocol {
            var left: [[UInt8]]

            mutating func next() async -> [UInt8]? { left.isEmpty ? nil : left.removeFirst() }
        }

        let chunks: [[UInt8]]

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(left: chunks) }
    }

    @Test
    func `an agency fetches the documents of its open check and no others`() async throws {
        try await VerificationFixture.run { fixture in
            let content = Array("%PDF-1.4\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 200_000)
            let stored = try await fixture.store.put(Chunks(chunks: [content]), limit: 1_000_000)
            var documents = try VerificationFixture.documents()
            documents[0] = DocumentReference(
                id: stored.id, kind: documents[0].kind, mediaType: "application/pdf", sizeBytes: stored.sizeBytes,
                sha256: stored.sha256)
            let body = try await fixture.file(try fixture.received(documents: documents))
            let check = try await fixture.check(body.submissionID, "dinkes-3574")
            let bodies = try await fixture.proceedings.rebuilder(fixture.pool)([check.request])
            let question = try ContractCoding.decode(CheckRequested.self, from: try #require(bodies[check.request]))
            #expect(question.documents.map(\.kind.value) == ["str", "practice-place-letter"])
            let link = try #require(question.documents.first { $0.id == stored.id }).url
            let path = String(link.dropFirst("http://verification.example.invalid".count))
            let token = try #require(question.documentAccess)

            let fetched = try await send(fixture, .get, path, token: token)
            #expect(fetched.status == 200)
            #expect(fetched.bytes == content)
            #expect(fetched.headers[.contentType] == "application/pdf")
            #expect(
                try await fixture.count("SELECT count(*) FROM access_log WHERE fields = ARRAY['/documents/str']") == 1)

            #expect(try await send(fixture, .get, path, token: nil).status == 401)
            let middle = token.index(token.startIndex, offsetBy: token.count / 2)
            let altered = token[..<middle] + (token[middle] == "A" ? "B" : "A") + token[token.index(after: middle)...]
            #expect(try await send(fixture, .get, path, token: String(altered)).status == 401)
            let officer = try await self.token(fixture)
            #expect(try await send(fixture, .get, path, token: officer).status == 401)
            let ktp = try #require(documents.first { $0.kind.value == "ktp" })
            let hidden = "/v1/checks/\(check.id)/documents/\(ktp.id)"
            #expect(try await send(fixture, .get, hidden, token: token).status == 404)
            let identity = try await fixture.check(body.submissionID, "dukcapil")
            let foreign = "/v1/checks/\(identity.id)/documents/\(stored.id)"
            #expect(try await send(fixture, .get, foreign, token: token).status == 404)

            try await fixture.answer([try await fixture.answered(body.submissionID, "dinkes-3574", .recommended)])
            #expect(try await send(fixture, .get, path, token: token).status == 404)
            let ended = DocumentPass(
                region: try VerificationFixture.region, check: check.id, agency: try AgencyCode("dinkes-3574"),
                endsAt: Timestamp.now().adding(seconds: -2))
            #expect(try await send(fixture, .get, path, token: try ended.token(fixture.keyRing)).status == 401)
        }
    }
}
