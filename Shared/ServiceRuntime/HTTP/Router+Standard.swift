package import Hummingbird

extension Router where Context == HTTPContext {
    /// A router with what every public port has: trace, metrics, access log, security headers, problems and, with a
    /// verifier, the caller's identity.
    ///
    /// - Parameters:
    ///   - settings: Which requests are logged.
    ///   - verifier: Checks access tokens; a request without one has no principal, one with a bad one is answered 401.
    ///   - contentSecurityPolicy: For answers that set none.
    ///   - mapping: Turns the service's own errors into problems.
    /// - Returns: A router to add routes to.
    package static func standard(
        settings: HTTPServerSettings,
        verifier: TokenVerifier? = nil,
        contentSecurityPolicy: String = "default-src 'none'; frame-ancestors 'none'",
        mapping: @escaping ProblemMiddleware.Mapping = { _ in nil }
    ) -> Router<HTTPContext> {
        let router = Router(context: HTTPContext.self)
        router.add(middleware: TraceMiddleware())
        router.add(middleware: RequestMetricsMiddleware())
        router.add(middleware: AccessLogMiddleware(settings.accessLog))
        router.add(middleware: SecurityHeadersMiddleware(contentSecurityPolicy: contentSecurityPolicy))
        router.add(middleware: ProblemMiddleware(mapping: mapping))
        if let verifier { router.add(middleware: AuthenticationMiddleware(verifier)) }
        return router
    }
}
