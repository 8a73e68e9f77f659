import Hummingbird
import HummingbirdTesting
import Logging
import Metrics
import Telemetry
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct HTTPToolkitTests {
    private struct Form: Codable, Equatable {
        struct Part: Codable, Equatable {
            var name: String
        }

        var count: Int
        var parts: [Part]
    }

    private struct Unknown: Error, CustomStringConvertible {
        var description: String { "password hunter2" }
    }

    private struct Known: Error {}

    private func router() -> Router<HTTPContext> {
        let router = Router<HTTPContext>.standard(
            settings: HTTPServerSettings(port: 0, accessLog: .all),
            mapping: { $0 is Known ? .conflict(code: "known", title: "Known") : nil })
        router.post("form") { request, _ in
            try Response.json(try await request.json(Form.self, upTo: 64), status: .created)
        }
        router.post("stream") { request, _ in
            var count = 0
            for try await chunk in try request.chunks(upTo: 10) { count += chunk.count }
            return try Response.json(count)
        }
        router.get("unknown") { _, _ -> Response in throw Unknown() }
        router.get("known") { _, _ -> Response in throw Known() }
        router.get("framework") { _, _ -> Response in throw HTTPError(.badRequest, message: "value hunter2") }
        router.get("busy") { _, _ -> Response in throw Problem.unavailable(retryAfterSeconds: 7) }
        router.get("person") { _, context in
            try Response.json(try context.require(.officer).subject)
        }
        router.get("page") { _, _ in
            Response(status: .ok, headers: [.cacheControl: "max-age=60"])
        }
        return router
    }

    private func send(
        _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        try await Application(router: router()).test(.router) { client in
            try await client.execute(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    private func post(_ uri: String, _ body: String, type: String = "application/json") async throws -> TestResponse {
        try await send(.post, uri, headers: [.contentType: type], body: body)
    }

    @Test func `JSON comes in and goes out`() async throws {
        let response = try await post("/form", #"{"count":1,"parts":[{"name":"a/b"}]}"#)
        #expect(response.status == .created)
        #expect(response.headers[.contentType] == "application/json")
        #expect(String(buffer: response.body) == #"{"count":1,"parts":[{"name":"a/b"}]}"#)
    }

    @Test(arguments: [
        (#"{"parts":[]}"#, 422, "/count", "required"),
        (#"{"count":null,"parts":[]}"#, 422, "/count", "required"),
        (#"{"count":1,"parts":[{"name":7}]}"#, 422, "/parts/0/name", "type"),
        (#"{"count":"x","parts":[]}"#, 422, "/count", "type"),
    ])
    func `a wrong field is named by its pointer`(body: String, status: Int, pointer: String, code: String) async throws
    {
        let response = try await post("/form", body)
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/problem+json")
        let text = String(buffer: response.body)
        #expect(text.contains(#""type":"urn:mpp:problem:invalid""#))
        #expect(text.contains(#""pointer":"\#(pointer)","code":"\#(code)""#))
    }

    @Test func `what is not JSON is 400`() async throws {
        let response = try await post("/form", "{hunter2")
        #expect(response.status == .badRequest)
        #expect(!String(buffer: response.body).contains("hunter2"))
    }

    @Test func `what is not declared as JSON is 415`() async throws {
        #expect(try await post("/form", "{}", type: "text/plain").status == .unsupportedMediaType)
        #expect(try await send(.post, "/form", body: "{}").status == .unsupportedMediaType)
        #expect(try await post("/form", "{}", type: "Application/JSON; charset=utf-8").status == .unprocessableContent)
    }

    @Test func `a body over the limit is 413`() async throws {
        let response = try await post("/form", #"{"count":1,"parts":[]}"# + String(repeating: " ", count: 64))
        #expect(response.status == .contentTooLarge)
        #expect(String(buffer: response.body).contains("At most 64 bytes are taken."))
        #expect(try await post("/stream", "12345678901").status == .contentTooLarge)
        #expect(String(buffer: try await post("/stream", "1234567890").body) == "10")
    }

    @Test func `an unknown error is 500 without detail, and logged`() async throws {
        let capture = LogCapture()
        let logger = Logger(label: "test") { JSONLogHandler(label: $0, output: capture.output) }
        let response = try await Application(router: router(), logger: logger).test(.router) { client in
            try await client.execute(uri: "/unknown?nik=3574010101010000", method: .get)
        }
        #expect(response.status == .internalServerError)
        #expect(!String(buffer: response.body).contains("hunter2"))
        #expect(String(buffer: response.body).contains(#""instance":"urn:mpp:request:"#))
        let text = capture.lines.joined()
        #expect(text.contains(#""message":"a request failed""#))
        #expect(text.contains(#""http.route":"/unknown""#))
        #expect(!text.contains("nik="))
    }

    @Test func `known and framework errors become problems`() async throws {
        let known = try await send(.get, "/known")
        #expect(known.status == .conflict)
        #expect(String(buffer: known.body).contains("urn:mpp:problem:known"))
        let framework = try await send(.get, "/framework")
        #expect(framework.status == .badRequest)
        #expect(!String(buffer: framework.body).contains("hunter2"))
        let missing = try await send(.get, "/nothing/here")
        #expect(missing.status == .notFound)
        #expect(missing.headers[.contentType] == "application/problem+json")
        let busy = try await send(.get, "/busy")
        #expect(busy.status == .serviceUnavailable)
        #expect(busy.headers[.retryAfter] == "7")
    }

    @Test func `every answer carries the security headers, and a page may set its own`() async throws {
        let problem = try await send(.get, "/known")
        #expect(problem.headers[.xContentTypeOptions] == "nosniff")
        #expect(problem.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(problem.headers[.cacheControl] == "no-store")
        #expect(try await send(.get, "/page").headers[.cacheControl] == "max-age=60")
    }

    @Test func `requests are measured by route, errors included`() async throws {
        let registry = PrometheusRegistry()
        try await withMetricsFactory(registry) {
            let app = Application(router: router())
            try await app.test(.router) { client in
                for uri in ["/known", "/page", "/nothing/1", "/nothing/2"] {
                    try await client.execute(uri: uri, method: .get) { _ in }
                }
            }
        }
        let text = registry.exposition()
        func count(_ route: String, _ status: Int) -> String {
            "http_server_request_duration_seconds_count{http_request_method=\"GET\","
                + "http_response_status_code=\"\(status)\",http_route=\"\(route)\"}"
        }
        #expect(text.contains(count("/known", 409) + " 1\n"))
        #expect(text.contains(count("/page", 200) + " 1\n"))
        #expect(text.contains(count("NotFound", 404) + " 2\n"))
        #expect(text.contains("http_server_active_requests 0\n"))
    }

    @Test func `without a token a guarded route is 401`() async throws {
        let response = try await send(.get, "/person")
        #expect(response.status == .unauthorized)
        #expect(response.headers[.wwwAuthenticate] == "Bearer")
    }

    @Test func `a problem is exactly this JSON`() {
        let problem = Problem(
            code: "invalid", title: "T", status: 422, detail: "D",
            faults: [.init(pointer: "/a", code: "required", message: "M")])
        #expect(
            String(decoding: problem.body(requestID: "r"), as: UTF8.self)
                == #"{"type":"urn:mpp:problem:invalid","title":"T","status":422,"detail":"D","#
                + #""instance":"urn:mpp:request:r","#
                + #""faults":[{"pointer":"/a","code":"required","message":"M"}]}"#)
    }
}
