package import Hummingbird
import Logging
import Telemetry

/// Logs requests by route, never by path, query or person.
package struct AccessLogMiddleware: RouterMiddleware {
    private let accessLog: HTTPServerSettings.AccessLog

    /// A log of these requests.
    package init(_ accessLog: HTTPServerSettings.AccessLog) {
        self.accessLog = accessLog
    }

    /// Logs the answer once it is known.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        guard accessLog != .off else { return try await next(request, context) }
        let started = ContinuousClock.now
        let response = try await next(request, context)
        guard accessLog == .all || response.status.code >= 500 else { return response }
        context.logger.log(
            level: response.status.code >= 500 ? .warning : .info, "request",
            metadata: .keys([
                .httpMethod: "\(request.method)",
                .httpRoute: "\(context.endpointPath ?? "")",
                .httpStatus: "\(response.status.code)",
                .duration: "\((ContinuousClock.now - started).milliseconds)",
            ]))
        return response
    }
}
