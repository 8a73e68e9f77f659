package import Hummingbird
import Logging
import Telemetry

/// Finds out who asks, from the bearer token.
///
/// Without a token the request goes on without a principal; a token that does not count is answered 401, and 503 while
/// the issuer's keys are missing.
package struct AuthenticationMiddleware: RouterMiddleware {
    private let verifier: TokenVerifier

    /// A middleware that asks a verifier.
    package init(_ verifier: TokenVerifier) {
        self.verifier = verifier
    }

    /// Sets the principal.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        guard let token = Self.bearer(request) else { return try await next(request, context) }
        var context = context
        do {
            context.principal = try await verifier.verify(token)
        } catch .keysUnavailable {
            throw Problem.unavailable("Tokens cannot be checked now.")
        } catch {
            context.logger.debug("a token was refused", metadata: .keys([.reason: "\(error.rawValue)"]))
            throw Problem.unauthorized("The access token does not count: \(error.rawValue).")
        }
        return try await next(request, context)
    }

    private static func bearer(_ request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
