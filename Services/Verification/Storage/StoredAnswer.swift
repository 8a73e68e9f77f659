import Contracts

/// An agency's finding as its row keeps it.
struct StoredAnswer: Codable, Hashable, Sendable {
    private let result: CheckResult
    private let mismatchedFields: [String]?
    private let retryAfterSeconds: Int?
    private let reasons: [ReasonCode]?
    private let defects: [ReportedDefect]?

    /// Takes a finding apart.
    init(_ answer: CheckAnswer) {
        result = answer.result
        mismatchedFields = if case .mismatch(let fields) = answer { fields } else { nil }
        retryAfterSeconds = if case .unavailable(let seconds) = answer { seconds } else { nil }
        reasons = if case .notRecommended(let codes) = answer { codes } else { nil }
        defects = if case .defects(let reported) = answer { reported } else { nil }
    }

    /// The finding.
    var answer: CheckAnswer {
        switch result {
        case .match: .match
        case .mismatch: .mismatch(fields: mismatchedFields ?? [])
        case .notFound: .notFound
        case .unavailable: .unavailable(retryAfterSeconds: retryAfterSeconds)
        case .recommended: .recommended
        case .notRecommended: .notRecommended(reasons: reasons ?? [])
        case .defects: .defects(defects ?? [])
        }
    }
}
