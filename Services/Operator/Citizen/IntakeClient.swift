import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1

/// Intake's API as a citizen's program uses it.
struct IntakeClient: Sendable {
    private let base: String

    init(environment: OperatorEnvironment) {
        base = environment.optional("MPP_INTAKE_URL", "http://127.0.0.1:8080")
    }

    /// Sends a request and gives back the JSON of a 2xx answer.
    /// - Throws: `CommandFailure` with the problem's words for any other answer.
    func send(
        _ method: HTTPMethod, _ path: String, token: String? = nil, accessCode: String? = nil,
        idempotencyKey: String? = nil, contentType: String = "application/json", body: [UInt8]? = nil
    ) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let accessCode { request.headers.add(name: "X-Access-Code", value: accessCode) }
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        if let body {
            request.headers.add(name: "Content-Type", value: contentType)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.impatient.execute(request, timeout: .seconds(30))
        } catch {
            throw CommandFailure.unavailable(
                "intake at \(base) does not answer; start the suite, or set MPP_INTAKE_URL.")
        }
        let content = try await response.body.collect(upTo: 1 << 22)
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: Data(content.readableBytesView))
        } catch {
            throw CommandFailure.fault("intake answered \(response.status.code) without JSON to \(path)")
        }
        guard (200..<300).contains(response.status.code) else {
            throw CommandFailure.fault(Self.explain(value, status: Int(response.status.code)))
        }
        return value
    }

    /// A problem as lines for people.
    static func explain(_ problem: JSONValue, status: Int) -> String {
        var lines = ["intake answered \(status): \(problem["title"]?.string ?? "")"]
        if let detail = problem["detail"]?.string { lines.append(detail) }
        for fault in problem["faults"]?.array ?? [] {
            lines.append("  \(fault["pointer"]?.string ?? ""): \(fault["message"]?.string ?? "")")
        }
        return lines.joined(separator: "\n")
    }
}
