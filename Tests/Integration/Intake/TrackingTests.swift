import Contracts
import Database
import Hummingbird
import IntakeService
import ServiceRuntime
import TestSupport
import Testing

@Suite("Looking applications up", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct TrackingTests {
    @Test func `the owner sees it by token, anybody by number and access code`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, code) = try await intake.filed(person: 1, token: token)
            let owner = try await intake.send(.get, "/v1/submissions/\(number)", token: token)
            #expect(owner.status == 200)
            #expect(owner.body["state"] == "received")
            #expect(owner.body["mode"] == "test")
            #expect(owner.body["waitingFor"]?.array?.first?["kind"] == "system")
            #expect(owner.body["timeline"]?.array?.count == 1)
            let holder = try await intake.send(
                .get, "/v1/submissions/\(number.lowercased().replacing("-", with: ""))", code: code.lowercased())
            #expect(holder.status == 200)
            #expect(holder.body == owner.body)
        }
    }

    @Test func `a wrong code, a foreign application and an unknown number cannot be told apart`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let stranger = try await intake.token("citizen-2")
            let (number, code) = try await intake.filed(person: 1, token: token)
            let unknown = SubmissionNumber.make(region: try intake.region).value
            let answers = [
                try await intake.send(.get, "/v1/submissions/\(number)", code: "AAAA-AAAA-AAAA-AAAA"),
                try await intake.send(.get, "/v1/submissions/\(number)", token: stranger),
                try await intake.send(.get, "/v1/submissions/\(unknown)", code: code),
                try await intake.send(.get, "/v1/submissions/\(unknown)", token: token),
                try await intake.send(.get, "/v1/submissions/not-a-number", token: token),
            ]
            for answer in answers {
                #expect(answer.status == 404)
                #expect(answer.problem == "not-found")
                #expect(answer.body["title"] == answers[0].body["title"])
                #expect(answer.body["detail"] == nil)
            }
            #expect(try await intake.send(.get, "/v1/submissions/\(number)").status == 401)
        }
    }

    @Test func `wrong codes are limited, whether the number exists or not`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, code) = try await intake.filed(person: 1, token: token)
            for target in [number, SubmissionNumber.make(region: try intake.region).value] {
                for _ in 0..<10 {
                    let answer = try await intake.send(.get, "/v1/submissions/\(target)", code: "AAAA-AAAA-AAAA-AAAA")
                    #expect(answer.status == 404)
                }
                let limited = try await intake.send(.get, "/v1/submissions/\(target)", code: "AAAA-AAAA-AAAA-AAAA")
                #expect(limited.status == 429)
                #expect(limited.headers[.retryAfter] != nil)
            }
            // The right one has to wait too, else it could still be guessed; the owner has not.
            #expect(try await intake.send(.get, "/v1/submissions/\(number)", code: code).status == 429)
            #expect(try await intake.send(.get, "/v1/submissions/\(number)", token: token).status == 200)
        }
    }

    @Test func `an operator may look, and it is logged`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let operatorToken = try await intake.token("op-1", roles: [.operator])
            #expect(try await intake.send(.get, "/v1/submissions/\(number)", token: operatorToken).status == 200)
            #expect(
                try await intake.count(
                    "SELECT count(*) FROM access_log WHERE principal = 'op-1' AND role = 'operator'") == 1)
        }
    }

    @Test func `the own list goes page by page and holds nobody else's`() async throws {
        try await IntakeFixture.run { intake in
            let token = try await intake.token("citizen-1")
            let stranger = try await intake.token("citizen-2")
            var numbers: [String] = []
            for person in 1...5 { numbers.append(try await intake.filed(person: person, token: token).number) }
            _ = try await intake.filed(person: 6, token: stranger)
            var seen: [String] = []
            var next: String? = "/v1/submissions?limit=2"
            while let path = next {
                let page = try await intake.send(.get, path, token: token)
                #expect(page.status == 200)
                seen += (page.body["submissions"]?.array ?? []).compactMap { $0["number"]?.string }
                next = page.body["next"]?.string
            }
            #expect(seen == numbers.reversed())
            let wrong = try await intake.send(.get, "/v1/submissions?limit=0&after=x", token: token)
            #expect(Set(wrong.faults) == ["limit range", "after format"])
        }
    }

    @Test func `the catalogue is public and says when the mode is test`() async throws {
        try await IntakeFixture.run { intake in
            let list = try await intake.send(.get, "/v1/services?region=35.74")
            #expect(list.status == 200)
            #expect(list.body["mode"] == "test")
            #expect(list.body["services"]?.array?.compactMap { $0["code"]?.string } == [SampleService.code])
            let one = try await intake.send(.get, "/v1/services/\(SampleService.code)")
            #expect(one.body["mode"] == "test")
            #expect(one.body["form"]?["type"] == "object")
            #expect(one.body["checks"] == nil)
            #expect(one.body["standard"]?["duration"] != nil)
            #expect(one.body["standard"]?["staffing"] == nil)
            #expect(try await intake.send(.get, "/v1/services/other").status == 404)
            #expect(try await intake.send(.get, "/v1/services?region=3513").faults == ["region region-unknown"])
        }
    }
}
