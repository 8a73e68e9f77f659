import Contracts

/// An application as an officer sees it: no personal data, only how it stands.
struct DeskView: Codable, Sendable {
    /// A check.
    struct Check: Codable, Sendable {
        let agency: AgencyCode
        let check: CheckCode
        let isRequired: Bool
        let standing: String
        let attempt: Int
        let askedAt: Timestamp
        let answerBy: Timestamp
        let result: CheckResult?
        let mismatchedFields: [String]?
        let reasons: [ReasonCode]?
        let defects: [ReportedDefect]?
    }

    let submissionId: SubmissionID
    let number: SubmissionNumber
    let region: RegionCode
    let service: ServiceReference
    let state: SubmissionState
    let stateSince: Timestamp
    let receivedAt: Timestamp
    let deadline: DeadlineStatus
    let correctionRounds: Int
    let doubts: [String]
    let checks: [Check]
    let decision: Decision?
    let permitNumber: String?

    /// Takes what an officer may see.
    init(_ dossier: Dossier) {
        submissionId = dossier.id
        number = dossier.number
        region = dossier.region
        service = dossier.service
        state = dossier.state
        stateSince = dossier.stateSince
        receivedAt = dossier.receivedAt
        deadline = dossier.deadline
        correctionRounds = dossier.round
        doubts = dossier.doubts
        checks = dossier.checks.map { check in
            Check(
                agency: check.agency, check: check.check, isRequired: check.isRequired,
                standing: check.standing.rawValue, attempt: check.attempt, askedAt: check.askedAt,
                answerBy: check.answerBy, result: check.answer?.result,
                mismatchedFields: check.answer?.mismatchedFields, reasons: check.answer?.reasons,
                defects: check.answer?.reportedDefects)
        }
        decision = dossier.decision
        permitNumber = dossier.permitNumber
    }
}
