public import Contracts

/// What a check answers: the finding, and optionally a note and a reference of the agency's own.
///
/// *not-found* and *unavailable* never refuse an application by themselves: the core asks again by the agency's retry
/// policy and then leaves it to a person.
public struct CheckReply: Sendable {
    /// The finding.
    public var answer: CheckAnswer
    /// A remark for the officer, 500 characters at most; sealed when the core receives it.
    public var note: String?
    /// The agency's own reference.
    public var reference: String?

    /// Makes a reply.
    public init(_ answer: CheckAnswer, note: String? = nil, reference: String? = nil) {
        self.answer = answer
        self.note = note
        self.reference = reference
    }

    /// Everything agrees with the register.
    public static var match: CheckReply { CheckReply(.match) }
    /// The named fields differ.
    public static func mismatch(_ fields: [String]) -> CheckReply { CheckReply(.mismatch(fields: fields)) }
    /// The register does not know it.
    public static var notFound: CheckReply { CheckReply(.notFound) }
    /// The register cannot be asked now; ask again after so many seconds, or by the retry policy.
    public static func unavailable(retryAfterSeconds: Int? = nil) -> CheckReply {
        CheckReply(.unavailable(retryAfterSeconds: retryAfterSeconds))
    }
    /// The agency recommends approval.
    public static var recommended: CheckReply { CheckReply(.recommended) }
    /// The agency does not recommend approval, for reasons of the service's catalogue.
    public static func notRecommended(_ reasons: [ReasonCode]) -> CheckReply {
        CheckReply(.notRecommended(reasons: reasons))
    }
    /// The applicant must mend these items; all of them are named at once.
    public static func defects(_ defects: [ReportedDefect]) -> CheckReply { CheckReply(.defects(defects)) }
}
