import Foundation
package import Hummingbird
import Logging
import NIOCore

/// What belongs to one request of a public port.
package struct HTTPContext: RequestContext {
    /// Hummingbird's own part.
    package var coreContext: CoreRequestContextStorage
    /// Who asks; nil without a token.
    package var principal: Principal?

    /// The context of a request that has just come in.
    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        principal = nil
    }

    /// The name of this request in logs and in problems.
    package var requestID: String { logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "" }

    /// The person who asks, with one of these roles.
    ///
    /// - Parameter roles: The roles that may do this; none means anyone with a token.
    /// - Returns: Who asks.
    /// - Throws: 401 without a token, 403 without the role.
    package func require(_ roles: Role...) throws(Problem) -> Principal {
        guard let principal else { throw .unauthorized() }
        guard roles.isEmpty || roles.contains(where: principal.roles.contains) else { throw .forbidden() }
        return principal
    }
}
