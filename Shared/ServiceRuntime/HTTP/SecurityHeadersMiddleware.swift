package import Hummingbird

/// Sets the headers that keep browsers from doing harm, unless the handler has set its own.
package struct SecurityHeadersMiddleware: RouterMiddleware {
    private let defaults: [(HTTPFields.Element.Name, String)]

    /// A middleware with the policy for answers that set none; pages set their own.
    package init(contentSecurityPolicy: String = "default-src 'none'; frame-ancestors 'none'") {
        let pairs = [
            ("Content-Security-Policy", contentSecurityPolicy),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ]
        defaults = pairs.compactMap { name, value in HTTPFields.Element.Name(name).map { ($0, value) } }
    }

    /// Adds what is missing.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for (name, value) in defaults where response.headers[name] == nil {
            response.headers[name] = value
        }
        return response
    }
}
