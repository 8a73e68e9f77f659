extension Problem {
    /// 400: the body cannot be read at all.
    package static func malformed(_ detail: String? = nil, faults: [Fault] = []) -> Problem {
        Problem(
            code: "malformed", title: "The request cannot be read", status: 400, detail: detail, faults: faults)
    }

    /// 401: no token, or one that does not count.
    package static func unauthorized(_ detail: String? = nil) -> Problem {
        Problem(
            code: "unauthorized", title: "A valid access token is needed", status: 401, detail: detail,
            headers: ["WWW-Authenticate": detail == nil ? "Bearer" : "Bearer error=\"invalid_token\""])
    }

    /// 403: known, but not allowed.
    package static func forbidden(_ detail: String? = nil) -> Problem {
        Problem(code: "forbidden", title: "This is not allowed", status: 403, detail: detail)
    }

    /// 404: not there, or not to be seen.
    package static func notFound(_ detail: String? = nil) -> Problem {
        Problem(code: "not-found", title: "There is nothing here", status: 404, detail: detail)
    }

    /// 409: the state of things does not allow it.
    package static func conflict(code: String, title: String, detail: String? = nil) -> Problem {
        Problem(code: code, title: title, status: 409, detail: detail)
    }

    /// 413: more bytes than the limit.
    package static func tooLarge(limit: Int) -> Problem {
        Problem(
            code: "too-large", title: "The body is too large", status: 413, detail: "At most \(limit) bytes are taken.")
    }

    /// 415: not a type that is taken here.
    package static func unsupportedMediaType(_ accepted: [String]) -> Problem {
        Problem(
            code: "unsupported-media-type", title: "This type is not taken here", status: 415,
            detail: "Taken are: \(accepted.joined(separator: ", ")).")
    }

    /// 422: readable, but wrong; lists everything wrong at once.
    package static func invalid(_ faults: [Fault]) -> Problem {
        Problem(code: "invalid", title: "Some fields are wrong", status: 422, faults: faults)
    }

    /// 429: too often.
    package static func tooManyRequests(retryAfterSeconds: Int) -> Problem {
        Problem(
            code: "too-many-requests", title: "Too many requests", status: 429, retryAfterSeconds: retryAfterSeconds)
    }

    /// 503: for now.
    package static func unavailable(_ detail: String? = nil, retryAfterSeconds: Int = 5) -> Problem {
        Problem(
            code: "unavailable", title: "The service cannot do this now", status: 503, detail: detail,
            retryAfterSeconds: retryAfterSeconds)
    }

    /// 507: the disk is full.
    package static func insufficientStorage() -> Problem {
        Problem(
            code: "insufficient-storage", title: "There is no room to store this", status: 507, retryAfterSeconds: 60)
    }

    /// 500: our fault; what happened stands in the log.
    package static let `internal` = Problem(code: "internal", title: "Something went wrong on our side", status: 500)

    /// The problem for a status that came without one.
    static func status(_ status: Int) -> Problem {
        switch status {
        case 400: .malformed()
        case 401: .unauthorized()
        case 403: .forbidden()
        case 404: .notFound()
        case 405: Problem(code: "method-not-allowed", title: "This method is not known here", status: 405)
        case 413: Problem(code: "too-large", title: "The body is too large", status: 413)
        case 415: Problem(code: "unsupported-media-type", title: "This type is not taken here", status: 415)
        case 503: .unavailable()
        case 400..<500: Problem(code: "refused", title: "The request was refused", status: status)
        default: .internal
        }
    }
}
