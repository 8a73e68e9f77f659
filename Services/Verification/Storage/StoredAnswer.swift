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
        mismatchedFields = answer.mismatchedFields
        retryAfterSeconds = if case .unavailable(let seconds) = answer { seconds } else { nil }
        reasons = answer.reasons
        defects = answer.reportedDefects
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

extension CheckAnswer {
    /// The fields that differ; nil for another finding.
    var mismatchedFields: [String]? { if case .mismatch(let fields) = self { fields } else { nil } }
    /// Why approval is not recommended; nil for another finding.
    var reasons: [ReasonCode]? { if case .notRecommended(let codes) = self { codes } else { nil } }
    /// What must be mended; nil for another finding.
    var reportedDefects: [ReportedDefect]? { if case .defects(let reported) = self { reported } else { nil } }
}
