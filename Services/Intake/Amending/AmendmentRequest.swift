package import Contracts
package import ServiceRuntime

/// A request to amend an application.
package struct AmendmentRequest: Sendable {
    /// The application.
    package let number: SubmissionNumber
    /// Who asks.
    package let principal: Principal
    /// The access code that an officer was given.
    package let accessCode: String?
    /// The request's key.
    package let key: String
    /// SHA-256 of the body.
    package let bodyHash: [UInt8]
    /// The body.
    package let body: JSONValue
    /// The trace of the request.
    package let traceparent: String?

    /// Collects the parts.
    package init(
        number: SubmissionNumber, principal: Principal, accessCode: String?, key: String, bodyHash: [UInt8],
        body: JSONValue, traceparent: String?
    ) {
        self.number = number
        self.principal = principal
        self.accessCode = accessCode
        self.key = key
        self.bodyHash = bodyHash
        self.body = body
        self.traceparent = traceparent
    }

    /// The key with its subject.
    var owner: RequestKey { RequestKey(subject: principal.subject, key: key) }
}
