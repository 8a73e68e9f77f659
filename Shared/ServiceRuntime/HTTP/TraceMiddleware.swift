package import Hummingbird
import Telemetry
import Tracing

/// Continues the caller's trace and records a span by route; never the path, the query or a header.
package struct TraceMiddleware: RouterMiddleware {
    /// A middleware over the process's tracer.
    package init() {}

    /// Runs the request in its trace.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var surrounding = InstrumentationContext.current ?? .topLevel
        if let parent = Self.header("traceparent", of: request),
            let trace = TraceContext(traceparent: parent, tracestate: Self.header("tracestate", of: request))
        {
            surrounding.traceContext = trace
        }
        return try await InstrumentationSystem.tracer.withAnySpan(
            "\(request.method)", context: surrounding, ofKind: .server
        ) { span in
            let response = try await next(request, context)
            if span.isRecording {
                let route = context.endpointPath ?? "none"
                span.operationName = "\(request.method) \(route)"
                span.attributes["http.request.method"] = "\(request.method)"
                span.attributes["http.route"] = route
                span.attributes["http.response.status_code"] = response.status.code
                if response.status.code >= 500 { span.setStatus(SpanStatus(code: .error)) }
            }
            return response
        }
    }

    private static func header(_ name: String, of request: Request) -> String? {
        request.headers.first { $0.name.canonicalName == name }?.value
    }
}
