import Foundation
import Hummingbird
import Logging
import Metrics
import ServiceLifecycle
import Telemetry

/// Answers probes and hands out metrics, on a port of its own.
///
/// - Shape: `GET /livez` (503 only when a part has failed for good), `/readyz` (503 with the reasons while a part is
///   not ready), `/metrics` (Prometheus text 0.0.4), `/buildz`.
struct OperationsServer: Service {
    private let server: HTTPServer

    init(
        name: String, host: String, port: Int, health: Health, registry: PrometheusRegistry, logger: Logger
    ) {
        let router = Self.router(name: name, health: health, registry: registry)
        let settings = HTTPServerSettings(host: host, port: port, maxConnections: 64, idleTimeoutSeconds: 60)
        server = HTTPServer(router: router, settings: settings, name: "operations", logger: logger)
    }

    func run() async throws {
        try await server.run()
    }

    /// The routes; separate for tests.
    static func router(name: String, health: Health, registry: PrometheusRegistry) -> Router<BasicRequestContext> {
        let process = ProcessMetrics(factory: registry)
        let started = Date.now
        let router = Router(context: BasicRequestContext.self)
        router.get("livez") { _, _ in
            let report = health.report()
            return try answer(report, isGood: report.isAlive)
        }
        router.get("readyz") { _, _ in
            let report = health.report()
            return try answer(report, isGood: report.isReady)
        }
        router.get("metrics") { _, _ in
            process.update()
            for (name, state) in health.report().checks {
                Meter(label: "mpp.ready", dimensions: [("check", name)], factory: registry)
                    .set(state == .ready ? Int64(1) : 0)
            }
            return Response(
                status: .ok, headers: [.contentType: PrometheusRegistry.contentType],
                body: .init(byteBuffer: ByteBuffer(string: registry.exposition())))
        }
        router.get("buildz") { _, _ in
            try Response.json([
                "name": name, "version": BuildInfo.version, "swift": BuildInfo.swift,
                "startedAt": started.formatted(.iso8601),
            ])
        }
        return router
    }

    private struct Answer: Encodable {
        struct Check: Encodable {
            var name: String
            var state: String
            var reason: String?
        }

        var status: String
        var checks: [Check]
    }

    private static func answer(_ report: Health.Report, isGood: Bool) throws -> Response {
        let checks = report.checks.map {
            Answer.Check(name: $0.name, state: $0.state.name, reason: $0.state.reason)
        }
        return try Response.json(
            Answer(status: isGood ? "ok" : "unavailable", checks: checks),
            status: isGood ? .ok : .serviceUnavailable)
    }
}
