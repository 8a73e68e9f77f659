import Contracts
import Testing

/// Whole messages to start from in the tests.
enum Samples {
    static func time(_ text: String = "2026-03-17T04:30:00Z") throws -> Timestamp {
        try #require(Timestamp(rfc3339: text))
    }

    static func region() throws -> RegionCode { try RegionCode("3574") }

    static func submissionID() throws -> SubmissionID {
        try SubmissionID(parsing: "0195a1b2-0000-7000-8000-0000000000aa")
    }

    static func number() throws -> SubmissionNumber { SubmissionNumber.make(region: try region()) }

    static func sealed(_ audience: String = "application") -> SealedPart {
        SealedPart(
            kid: "3574.1.\(audience)", schemaVersion: 1, wrappedKey: String(repeating: "A", count: 80),
            nonce: String(repeating: "A", count: 16), ciphertext: String(repeating: "A", count: 64))
    }

    static func document(_ kind: String = "str") throws -> DocumentReference {
        DocumentReference(
            id: .make(), kind: try DocumentKind(kind), mediaType: "application/pdf", sizeBytes: 1000,
            sha256: String(repeating: "0a", count: 32))
    }

    static func history(to state: SubmissionState) throws -> [Transition] {
        let at = try time()
        var history = [Transition(from: nil, to: .received, trigger: .filed, at: at, actor: .applicant)]
        switch state {
        case .refused:
            history += [
                Transition(from: .received, to: .inVerification, trigger: .completenessPassed, at: at, actor: .system),
                Transition(from: .inVerification, to: .refused, trigger: .refusedByRule, at: at, actor: .system),
            ]
        case .issued:
            history += [
                Transition(from: .received, to: .inVerification, trigger: .completenessPassed, at: at, actor: .system),
                Transition(from: .inVerification, to: .approved, trigger: .approvedByRule, at: at, actor: .system),
                Transition(from: .approved, to: .issued, trigger: .signatureNotNeeded, at: at, actor: .system),
            ]
        default: Issue.record("no sample of a way to \(state)")
        }
        return history
    }

    static func decision(_ outcome: Decision.Outcome) throws -> Decision {
        let text = LocalizedText(id: "STR tidak berlaku.", en: "The STR is not valid.")
        let reason = DecisionReason(
            code: try ReasonCode("str-invalid"), text: text, legalBasis: "Permenkes 13/2025 art. 150")
        return Decision(
            outcome: outcome, decidedAt: try time(), decidedBy: .system, reasons: outcome == .refused ? [reason] : [],
            objection: outcome == .refused ? text : nil)
    }

    static func closed(_ state: SubmissionState = .issued) throws -> SubmissionClosed {
        let history = try history(to: state)
        return SubmissionClosed(
            submissionID: try submissionID(), number: try number(), state: state,
            deadline: DeadlineStatus(status: .stopped), transitions: [history[history.count - 1]],
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1), channel: .selfService,
            identityKind: .nik, assuranceLevel: .substantial, language: .indonesian, receivedAt: try time(),
            closedAt: try time("2026-03-18T04:30:00Z"),
            decision: try decision(state == .issued ? .approved : .refused),
            permitNumber: state == .issued ? "500.16.7.2/1/425.117/2026" : nil, correctionRounds: 0, history: history,
            checks: [], documents: [try document()], lastSequence: 5,
            retention: RetentionRow(
                classification: "500.16.7.2", start: .permitExpired, activeYears: 2, inactiveYears: 3,
                disposition: .review, basis: "JRA contoh"),
            application: sealed(), contact: sealed("notification"))
    }

    static func requested() throws -> CheckRequested {
        CheckRequested(
            checkID: .make(), submissionID: try submissionID(), number: try number(),
            service: ServiceReference(code: try ServiceCode("sip-dokter"), version: 1),
            agency: try AgencyCode("dukcapil"), check: try CheckCode("identity"), attempt: 1, requestedAt: try time(),
            answerBy: try time("2026-03-18T04:30:00Z"), fields: ["name": "Uji Coba", "nik": "3574015203910000"])
    }
}
