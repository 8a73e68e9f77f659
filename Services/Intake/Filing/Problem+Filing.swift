package import ServiceRuntime

extension Problem {
    /// 400: the header that makes a repeat harmless is missing or malformed.
    package static let idempotencyKeyRequired = Problem(
        code: "idempotency-key-required", title: "An Idempotency-Key is needed", status: 400,
        detail: "Send the header Idempotency-Key with 1 to 128 visible ASCII characters, the same for every repeat.")

    /// 422: the key was used for another body.
    package static let idempotencyKeyReused = Problem(
        code: "idempotency-key-reused", title: "This Idempotency-Key was used for another request", status: 422,
        detail: "Repeat the request byte for byte, or use a new key.")

    /// 409: the first request under the key has no answer yet.
    package static let idempotencyKeyInUse = Problem(
        code: "idempotency-key-in-use", title: "The request under this Idempotency-Key is still running", status: 409,
        retryAfterSeconds: 1)

    /// 409: the person has an open application for the service; its number is told to the subject who filed it only.
    package static func openApplication(number: String?) -> Problem {
        Problem(
            code: "open-application", title: "There is an open application for this service", status: 409,
            detail: number.map { "Its number is \($0)." }
                ?? "The applicant has an application for this service that is not closed yet.",
            headers: number.map { ["Location": "/v1/submissions/\($0)"] } ?? [:])
    }

    /// 503: more is accepted than verification has seen; nothing is lost, and nothing more is taken now.
    package static let overloaded = Problem(
        code: "overloaded", title: "Too much is waiting to be processed", status: 503,
        detail: "Nothing was stored. Please try again later with the same Idempotency-Key.", retryAfterSeconds: 30)

    /// 503: whether the request was kept is not known; the same key tells.
    package static let outcomeUnknown = Problem(
        code: "outcome-unknown", title: "It is not known whether the request was kept", status: 503,
        detail: "Repeat the request with the same Idempotency-Key: it cannot be kept twice.", retryAfterSeconds: 2)
}
