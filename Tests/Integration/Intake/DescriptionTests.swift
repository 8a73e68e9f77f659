import Contracts
import Hummingbird
import ServiceRuntime
import TestSupport
import Testing

@Suite("The description of the API", .requireServer(.database), .serialized, .timeLimit(.minutes(2)))
struct DescriptionTests {
    /// A described operation.
    private struct Operation {
        let method: String
        let path: String
        let answers: Set<String>
        let needsToken: Bool
    }

    private func operations(_ description: JSONValue) -> [Operation] {
        (description["paths"]?.object ?? [:]).flatMap { path, methods in
            (methods.object ?? [:]).map { method, operation in
                Operation(
                    method: method.uppercased(), path: path, answers: Set((operation["responses"]?.object ?? [:]).keys),
                    needsToken: operation["security"] != nil)
            }
        }
    }

    /// Every `$ref` in a value.
    private func references(_ value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            members.flatMap { name, value in name == "$ref" ? [value.string ?? ""] : references(value) }
        case .array(let values): values.flatMap(references)
        default: []
        }
    }

    @Test func `every reference leads somewhere`() async throws {
        try await IntakeFixture.run { intake in
            let description = try await intake.send(.get, "/openapi.json").body
            #expect(description["openapi"]?.string?.hasPrefix("3.1") == true)
            let references = Set(references(description))
            #expect(references.count > 20)
            for reference in references {
                #expect(description.value(at: String(reference.dropFirst())) != nil, "\(reference)")
            }
        }
    }

    @Test func `every operation is there, and answers as it says, with and without a token`() async throws {
        try await IntakeFixture.run { intake in
            let description = try await intake.send(.get, "/openapi.json").body
            let token = try await intake.token("citizen-1")
            let (number, _) = try await intake.filed(person: 1, token: token)
            let operations = operations(description)
            #expect(operations.count == 9)
            for operation in operations {
                let path = operation.path.replacing("{code}", with: SampleService.code)
                    .replacing("{number}", with: number)
                let method = try #require(HTTPRequest.Method(operation.method))
                let body: [UInt8]? = operation.method == "POST" ? Array("{}".utf8) : nil
                let type = body == nil ? nil : "application/json"
                let stranger = try await intake.send(method, path, type: type, body: body)
                #expect(stranger.status == (operation.needsToken ? 401 : 200), "\(operation.method) \(operation.path)")
                let answer = try await intake.send(method, path, token: token, key: "k1", type: type, body: body)
                #expect(operation.answers.contains(String(answer.status)), "\(operation.method) \(operation.path)")
            }
        }
    }

    @Test func `a receipt and a status hold what the description requires`() async throws {
        try await IntakeFixture.run { intake in
            let description = try await intake.send(.get, "/openapi.json").body
            let token = try await intake.token("citizen-1")
            let receipt = try await intake.file(person: 1, token: token).body
            let number = receipt["number"]?.string ?? ""
            let status = try await intake.send(.get, "/v1/submissions/\(number)", token: token).body
            let list = try await intake.send(.get, "/v1/services", token: token).body
            let service = list["services"]?.array?.first ?? .null
            for (name, value) in [("Receipt", receipt), ("Status", status), ("Service", service)] {
                let schema = try #require(description.value(at: "/components/schemas/\(name)"))
                let known = Set((schema["properties"]?.object ?? [:]).keys)
                let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
                let members = Set((value.object ?? [:]).keys)
                #expect(required.subtracting(members) == [], "\(name)")
                #expect(members.subtracting(known) == [], "\(name)")
            }
        }
    }
}
