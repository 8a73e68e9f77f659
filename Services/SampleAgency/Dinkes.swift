import Contracts
import Worker

/// The health office (*Dinas Kesehatan*) of Kota Probolinggo: looks at the registration certificate (*STR*) of a practice
/// permit.
///
/// Numbers of certificates that begin with `STR-TOLAK` or `STR-PERBAIKAN` ask for another answer than yes, as the sample
/// identities of the population registry do: the first is advised against, the second must be mended.
enum Dinkes {
    static let agency = "dinkes-3574"
    static let code = "sip-technical"

    static func worker() throws -> AgencyWorker { try AgencyWorker(agency: agency).check(code, technical) }

    @Sendable static func technical(_ question: CheckQuestion) async throws -> CheckReply {
        let unreadable = try ReasonCode("document-unreadable")
        guard let certificate = question.document("str"), let number = question.text("strNumber") else {
            return .defects([ReportedDefect(item: "/documents/str", reason: unreadable)])
        }
        let content = try await question.fetch(certificate)
        guard content.starts(with: "%PDF-".utf8), !number.isEmpty else {
            return .defects([ReportedDefect(item: "/documents/str", reason: unreadable)])
        }
        if number.hasPrefix("STR-PERBAIKAN") {
            return .defects([ReportedDefect(item: "/form/strNumber", reason: try ReasonCode("field-invalid"))])
        }
        if number.hasPrefix("STR-TOLAK") { return .notRecommended([try ReasonCode("str-invalid")]) }
        return .recommended
    }
}
