import Contracts
import Worker

/// The health office (*Dinas Kesehatan*) of Kota Probolinggo: looks at the registration certificate (*STR*) of a practice
/// permit.
enum Dinkes {
    static let agency = "dinkes-3574"
    static let code = "sip-technical"

    static func worker() throws -> AgencyWorker { try AgencyWorker(agency: agency).check(code, technical) }

    @Sendable static func technical(_ question: CheckQuestion) async throws -> CheckReply {
        let unreadable = try ReasonCode("document-unreadable")
        guard let certificate = question.document("str") else {
            return .defects([ReportedDefect(item: "/documents/str", reason: unreadable)])
        }
        let content = try await question.fetch(certificate)
        guard content.starts(with: "%PDF-".utf8), question.text("strNumber")?.isEmpty == false else {
            return .defects([ReportedDefect(item: "/documents/str", reason: unreadable)])
        }
        return .recommended
    }
}
