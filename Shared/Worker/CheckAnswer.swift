public import Contracts

/// What an agency's check found.
///
/// *not-found* and *unavailable* never refuse an application by themselves: the core asks again by the agency's retry
/// policy and then leaves it to a person.
public struct CheckAnswer: Sendable {
    let result: CheckResult
    let mismatches: [String]
    let reasonCodes: [ReasonCode]
    let defects: [Defect]
    let retryAfterSeconds: Int?
    /// Free text for the officer, 500 characters at most; sealed when the core receives it.
    public var note: String?
    /// The agency's own reference.
    public var reference: String?

    private init(
        _ result: CheckResult, mismatches: [String] = [], reasonCodes: [ReasonCode] = [], defects: [Defect] = [],
        retryAfterSeconds: Int? = nil
    ) {
        self.result = result
        self.mismatches = mismatches
        self.reasonCodes = reasonCodes
        self.defects = defects
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The registry agrees with the fields.
    public static var match: CheckAnswer { CheckAnswer(.match) }
    /// The registry disagrees on these fields.
    public static func mismatch(_ fields: [String]) -> CheckAnswer { CheckAnswer(.mismatch, mismatches: fields) }
    /// The registry knows no such person or thing.
    public static var notFound: CheckAnswer { CheckAnswer(.notFound) }
    /// The registry cannot be asked now.
    /// - Parameter retryAfterSeconds: when to ask again at the earliest, if known.
    public static func unavailable(retryAfterSeconds: Int? = nil) -> CheckAnswer {
        CheckAnswer(.unavailable, retryAfterSeconds: retryAfterSeconds)
    }
    /// The agency recommends to approve.
    public static var recommended: CheckAnswer { CheckAnswer(.recommended) }
    /// The agency recommends to refuse, for reasons of the service's catalogue.
    public static func notRecommended(_ reasons: [ReasonCode]) -> CheckAnswer {
        CheckAnswer(.notRecommended, reasonCodes: reasons)
    }
    /// The applicant has to mend these items; name all of them at once.
    public static func defects(_ defects: [Defect]) -> CheckAnswer { CheckAnswer(.defects, defects: defects) }

    /// The answer with a note for the officer.
    public func with(note: String) -> CheckAnswer {
        var answer = self
        answer.note = note
        return answer
    }
}
