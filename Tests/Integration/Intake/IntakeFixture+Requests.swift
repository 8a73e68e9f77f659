import Contracts
import Database
import Foundation
import Hummingbird
import HummingbirdTesting
import IntakeService
import ServiceRuntime
import TestSupport
import Testing

extension IntakeFixture {
    /// An answer with its JSON.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: JSONValue

        /// The end of a problem's type.
        var problem: String? { body["type"]?.string?.split(separator: ":").last.map(String.init) }
        /// A problem's faults, as pointer and code.
        var faults: [String] {
            (body["faults"]?.array ?? []).map { "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")" }
        }
    }

    /// A token of somebody.
    func token(_ subject: String, roles: Set<Role> = [.citizen], regions: Set<String> = []) async throws -> String {
        try await issuer.mint(Principal(subject: subject, roles: roles, regions: regions, assurance: "substantial"))
    }

    /// Sends a request.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, key: String? = nil, code: String? = nil,
        type: String? = nil, body: [UInt8]? = nil
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let token { headers[.authorization] = "Bearer \(token)" }
        if let type { headers[.contentType] = type }
        for (name, value) in [("Idempotency-Key", key), ("X-Access-Code", code)] {
            if let value, let field = HTTPFields.Element.Name(name) { headers[field] = value }
        }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        let bytes = [UInt8](response.body.readableBytesView)
        return Answer(
            status: response.status.code, headers: response.headers, body: try JSONValue(json: bytes))
    }

    /// Sends JSON.
    func post(
        _ path: String, _ body: JSONValue, token: String? = nil, key: String? = nil, code: String? = nil
    ) async throws -> Answer {
        try await send(
            .post, path, token: token, key: key, code: code, type: "application/json", body: try body.json())
    }

    /// A small PDF; equal texts make equal documents.
    static func pdf(_ text: String = "contoh") -> [UInt8] { Array("%PDF-1.4\n% \(text)\n%%EOF\n".utf8) }

    /// Uploads a document and gives back its id.
    func upload(_ token: String, _ content: [UInt8] = pdf(), type: String = "application/pdf") async throws -> String {
        let answer = try await send(.post, "/v1/documents", token: token, type: type, body: content)
        try #require(answer.status == 201)
        return try #require(answer.body["id"]?.string)
    }

    /// Files an application and gives back the answer.
    func file(
        person: Int, token: String, key: String = UUID().uuidString, document: String? = nil
    ) async throws -> Answer {
        let id = if let document { document } else { try await upload(token) }
        return try await post(
            "/v1/submissions", SampleService.application(person: person, documents: [("str", id)]), token: token,
            key: key)
    }

    /// Files an application that must be accepted, and gives back its number and access code.
    func filed(person: Int, token: String) async throws -> (number: String, code: String) {
        let answer = try await file(person: person, token: token)
        try #require(answer.status == 201)
        return (
            try #require(answer.body["number"]?.string), try #require(answer.body["accessCode"]?.string)
        )
    }

    /// A count out of the database.
    func count(_ sql: SQL) async throws -> Int {
        Int(try await pool.scalar(sql, as: Int64.self) ?? -1)
    }
}
