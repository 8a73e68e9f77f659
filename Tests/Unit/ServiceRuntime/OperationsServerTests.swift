import Hummingbird
import HummingbirdTesting
import Synchronization
import Telemetry
import Testing

@testable import ServiceRuntime

@Suite(.timeLimit(.minutes(1)))
struct OperationsServerTests {
    private let health = Health()
    private let registry = PrometheusRegistry()

    private func get(_ path: String) async throws -> (status: Int, body: String, type: String?) {
        let app = Application(
            router: OperationsServer.router(name: "intake", health: health, registry: registry))
        return try await app.test(.router) { client in
            try await client.execute(uri: path, method: .get) { response in
                (response.status.code, String(buffer: response.body), response.headers[.contentType])
            }
        }
    }

    @Test func `ready when every part is`() async throws {
        health.register("database") { .ready }
        let answer = try await get("/readyz")
        #expect(answer.status == 200)
        #expect(answer.body == #"{"checks":[{"name":"database","state":"ready"}],"status":"ok"}"#)
    }

    @Test func `not ready says why, and is alive`() async throws {
        health.register("database") { .ready }
        health.register("broker") { .notReady("connection refused") }
        let answer = try await get("/readyz")
        #expect(answer.status == 503)
        #expect(
            answer.body
                == #"{"checks":[{"name":"database","state":"ready"},"#
                + #"{"name":"broker","reason":"connection refused","state":"not-ready"}],"status":"unavailable"}"#)
        #expect(try await get("/livez").status == 200)
    }

    @Test func `a part that failed for good is not alive`() async throws {
        health.register("schema") { .failed("newer than this program") }
        #expect(try await get("/livez").status == 503)
        #expect(try await get("/readyz").status == 503)
    }

    @Test func `draining is not ready but alive`() async throws {
        health.startDraining()
        #expect(try await get("/readyz").body.contains("shutting down"))
        #expect(try await get("/readyz").status == 503)
        #expect(try await get("/livez").status == 200)
    }

    @Test func `a part registered again replaces the first`() async throws {
        health.register("broker") { .notReady("x") }
        health.register("broker") { .ready }
        #expect(health.report().checks.count == 1)
        #expect(health.report().isReady)
    }

    @Test func `services of one process keep their parts apart`() {
        health.scoped(to: "intake").register("broker") { .ready }
        health.scoped(to: "archiving").register("broker") { .notReady("x") }
        #expect(health.report().checks.map(\.name) == ["intake/broker", "archiving/broker"])
        #expect(!health.scoped(to: "intake").report().isReady)
    }

    @Test func `metrics are Prometheus text with readiness and the process`() async throws {
        health.register("broker") { .notReady("x") }
        let answer = try await get("/metrics")
        #expect(answer.type == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.body.contains("mpp_ready{check=\"broker\"} 0\n"))
        #expect(answer.body.contains("# TYPE process_resident_memory_bytes gauge\n"))
    }

    @Test func `the build is named`() async throws {
        #expect(try await get("/buildz").body.contains("\"version\":\"\(BuildInfo.version)\""))
    }
}
