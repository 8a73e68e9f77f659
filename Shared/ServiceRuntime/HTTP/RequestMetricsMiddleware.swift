package import Hummingbird
package import Metrics
import Synchronization

/// Measures requests by method, route and status: `http.server.request.duration`, `http.server.active_requests`.
package final class RequestMetricsMiddleware: RouterMiddleware {
    private struct Key: Hashable {
        var method: String
        var route: String
        var status: Int
    }

    private let timers = Mutex<[Key: Timer]>([:])
    private let active: Meter
    private let factory: any MetricsFactory

    /// A middleware that measures into a factory.
    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.factory = factory
        active = Meter(label: "http.server.active_requests", factory: factory)
    }

    /// Measures until the head of the answer is known; the body of a stream is not waited for.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        let started = ContinuousClock.now
        active.increment()
        defer { active.decrement() }
        let response = try await next(request, context)
        let key = Key(
            method: Self.known.contains(request.method) ? request.method.rawValue : "OTHER",
            route: context.endpointPath ?? "none", status: response.status.code)
        let (seconds, attoseconds) = (ContinuousClock.now - started).components
        timer(key).recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        return response
    }

    /// Methods beyond these share one series, so that a client cannot make series.
    private static let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]

    private func timer(_ key: Key) -> Timer {
        timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = Timer(
                label: "http.server.request.duration",
                dimensions: [
                    ("http.request.method", key.method), ("http.route", key.route),
                    ("http.response.status_code", String(key.status)),
                ],
                factory: factory)
            timers[key] = timer
            return timer
        }
    }
}
