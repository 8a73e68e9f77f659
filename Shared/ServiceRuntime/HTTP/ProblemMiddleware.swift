package import Hummingbird
import Logging
import NIOHTTP1
import Telemetry

/// Turns every error into a problem answer; an error nobody knows becomes a 500 without detail and a log line.
package struct ProblemMiddleware: RouterMiddleware {
    /// Turns a service's own errors into problems; nil for those it does not know.
    package typealias Mapping = @Sendable (any Error) -> Problem?

    private let mapping: Mapping

    /// A middleware with a service's mapping.
    package init(mapping: @escaping Mapping = { _ in nil }) {
        self.mapping = mapping
    }

    /// Answers, whatever happens below.
    package func handle(
        _ request: Request, context: HTTPContext,
        next: @concurrent (Request, HTTPContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            // The request itself broke off or is no HTTP: the server closes the connection.
            throw error
        } catch {
            var problem = problem(for: error)
            if problem == nil {
                context.logger.error(
                    "a request failed", error: error,
                    metadata: .keys([
                        .httpMethod: "\(request.method)", .httpRoute: "\(context.endpointPath ?? "")",
                        .errorType: "\(String(reflecting: type(of: error)))",
                    ]))
                problem = .internal
            }
            var response = (problem ?? .internal).response(requestID: context.requestID)
            if let error = error as? HTTPError {
                for field in error.headers where response.headers[field.name] == nil {
                    response.headers[field.name] = field.value
                }
            }
            return response
        }
    }

    private func problem(for error: any Error) -> Problem? {
        if let problem = error as? Problem { return problem }
        if let problem = mapping(error) { return problem }
        if error is CancellationError { return .unavailable() }
        if let error = error as? any HTTPResponseError {
            // A status the framework chose; a 500 among them is unknown like any other.
            return error.status.code == 500 ? nil : .status(error.status.code)
        }
        return nil
    }
}
