import Contracts

/// Every golden message; new ones are added, none is ever changed or taken away.
enum GoldenMessages {
    static let all: [GoldenMessage] = intake + verification + closed + others + checks

    static let intake: [GoldenMessage] = [
        GoldenMessage(
            "full",
            SubmissionReceived(
                submissionID: Golden.submissionID, number: Golden.number, service: Golden.service, channel: .assisted,
                assistedBy: "officer-7f3a", identityKind: .nik, assuranceLevel: .substantial, language: .indonesian,
                receivedAt: Golden.time(0), documents: [Golden.document, Golden.photo],
                application: Golden.application, contact: Golden.contact, applicant: Golden.applicant)),
        GoldenMessage(
            "minimal",
            SubmissionReceived(
                submissionID: Golden.submissionID, number: Golden.number, service: Golden.service,
                channel: .selfService, identityKind: .passport, assuranceLevel: .high, language: .english,
                receivedAt: Golden.time(0), documents: [], application: Golden.application, contact: Golden.contact)),
        GoldenMessage(
            "full",
            CorrectionSubmitted(
                submissionID: Golden.submissionID, number: Golden.number, round: 1,
                items: [
                    CorrectedItem(item: "/documents/str", document: Golden.document),
                    CorrectedItem(item: "/form/practiceName"),
                ], submittedAt: Golden.time(299), documents: [Golden.document, Golden.photo],
                application: Golden.application, contact: Golden.contact)),
        GoldenMessage(
            "minimal",
            CorrectionSubmitted(
                submissionID: Golden.submissionID, number: Golden.number, round: 2,
                items: [CorrectedItem(item: "/form/practiceName")], submittedAt: Golden.time(299), documents: [])),
        GoldenMessage(
            "full",
            WithdrawalRequested(
                submissionID: Golden.submissionID, number: Golden.number, reason: .consentWithdrawn,
                requestedAt: Golden.time(50), assistedBy: "officer-7f3a")),
        GoldenMessage(
            "minimal",
            WithdrawalRequested(
                submissionID: Golden.submissionID, number: Golden.number, reason: .other, requestedAt: Golden.time(50))),
    ]

    static let verification: [GoldenMessage] = [
        GoldenMessage(
            "full",
            SubmissionProgressed(
                submissionID: Golden.submissionID, number: Golden.number, state: .inVerification,
                deadline: Golden.running, transitions: [Golden.complete], entries: [Golden.entry],
                waitingFor: [Golden.waiting, WaitedParty(kind: .system, since: Golden.time(30))])),
        GoldenMessage(
            "minimal",
            SubmissionProgressed(
                submissionID: Golden.submissionID, number: Golden.number, state: .received,
                deadline: Golden.notStarted, transitions: [], entries: [])),
        GoldenMessage(
            "full",
            CorrectionRequested(
                submissionID: Golden.submissionID, number: Golden.number, state: .correctionRequested,
                deadline: Golden.paused, transitions: [Golden.answered, Golden.asked], round: 1,
                defects: [
                    Defect(item: "/documents/str", reason: Golden.reason, text: Golden.text, remedy: Golden.remedy)
                ], answerBy: Golden.time(20_160), entries: [Golden.entry])),
        GoldenMessage(
            "minimal",
            CorrectionRequested(
                submissionID: Golden.submissionID, number: Golden.number, state: .correctionRequested,
                deadline: Golden.paused, transitions: [Golden.asked], round: 1,
                defects: [
                    Defect(item: "/documents/str", reason: Golden.reason, text: Golden.text, remedy: Golden.remedy)
                ], answerBy: nil)),
        GoldenMessage(
            "full",
            DeadlineWarned(
                submissionID: Golden.submissionID, number: Golden.number, state: .inVerification,
                deadline: Golden.running, transitions: [Golden.complete], deadlineKind: .legal,
                dueAt: Golden.time(14_400), usedPercent: 80, waitingFor: [Golden.waiting], entries: [Golden.entry])),
        GoldenMessage(
            "full",
            DeadlineBreached(
                submissionID: Golden.submissionID, number: Golden.number, state: .inDecision,
                deadline: Golden.running, transitions: [Golden.answered], deadlineKind: .legal,
                dueAt: Golden.time(14_400), policy: .escalate,
                waitingFor: [WaitedParty(kind: .officer, since: Golden.time(90))], entries: [Golden.entry])),
    ]

    static let others: [GoldenMessage] = [
        GoldenMessage(
            "full",
            NoticeSettled(
                submissionID: Golden.submissionID, number: Golden.number, noticeID: Golden.noticeID,
                event: Golden.made { try MessageID("0195a1b2-c3d4-7000-8000-0000000000f1") },
                eventType: .submissionClosed, channel: .email, outcome: .failed, attempts: 9,
                settledAt: Golden.time(500), reason: "mailbox-unknown")),
        GoldenMessage(
            "minimal",
            NoticeSettled(
                submissionID: Golden.submissionID, number: Golden.number, noticeID: Golden.noticeID,
                event: Golden.made { try MessageID("0195a1b2-c3d4-7000-8000-0000000000f1") },
                eventType: .submissionReceived, channel: .whatsapp, outcome: .delivered, attempts: 1,
                settledAt: Golden.time(1))),
        GoldenMessage(
            "first",
            RecordArchived(
                submissionID: Golden.submissionID, number: Golden.number, recordID: Golden.recordID, chainIndex: 1,
                hash: Golden.hash, previousHash: nil, archivedAt: Golden.time(401))),
        GoldenMessage(
            "later",
            RecordArchived(
                submissionID: Golden.submissionID, number: Golden.number, recordID: Golden.recordID,
                chainIndex: 4_294_967_297, hash: Golden.hash, previousHash: Golden.photo.sha256,
                archivedAt: Golden.time(401))),
        GoldenMessage(
            "destroyed",
            RecordDisposed(
                submissionID: Golden.submissionID, number: Golden.number, recordID: Golden.recordID, chainIndex: 812,
                hash: Golden.hash, action: .destroyed, legalBasis: "Berita acara 12/2031", disposedAt: Golden.time(0))),
    ]
}
