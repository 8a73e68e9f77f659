/// Why a request was not done, as the client is told.
///
/// - Shape: `{"type":"urn:mpp:problem:<code>","title":…,"status":…,"detail":…,"instance":"urn:mpp:request:…",
///   "faults":[{"pointer":"/documents/0","code":"required","message":…}]}` as `application/problem+json`.
/// - Source: RFC 9457.
package struct Problem: Error, Sendable, Equatable {
    /// One thing wrong with the request.
    package struct Fault: Sendable, Hashable, Codable {
        /// A JSON pointer into the body, or the name of a header or query item.
        package var pointer: String
        /// A stable code: `required`, `too-long`.
        package var code: String
        /// For people; never a value from the request.
        package var message: String

        /// One thing wrong.
        package init(pointer: String, code: String, message: String) {
            self.pointer = pointer
            self.code = code
            self.message = message
        }
    }

    /// The stable end of the type: `idempotency-key-reused`.
    package var code: String
    /// A short text for people, the same for every problem of this type.
    package var title: String
    /// The HTTP status.
    package var status: Int
    /// What happened this time; never a value from the request.
    package var detail: String?
    /// Everything wrong, all at once.
    package var faults: [Fault]
    /// When to try again.
    package var retryAfterSeconds: Int?
    /// Further headers of the answer, such as `WWW-Authenticate`.
    package var headers: [String: String]

    /// A problem.
    package init(
        code: String, title: String, status: Int, detail: String? = nil, faults: [Fault] = [],
        retryAfterSeconds: Int? = nil, headers: [String: String] = [:]
    ) {
        self.code = code
        self.title = title
        self.status = status
        self.detail = detail
        self.faults = faults
        self.retryAfterSeconds = retryAfterSeconds
        self.headers = headers
    }

    /// `urn:mpp:problem:<code>`.
    package var type: String { "urn:mpp:problem:\(code)" }
}
