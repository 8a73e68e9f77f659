import Contracts

extension GoldenMessages {
    private static let refusal = [
        DecisionReason(code: Golden.reason, text: Golden.text, legalBasis: "Permenkes 13/2025 pasal 150")
    ]

    /// A closed application; the moves after completeness decide how it ended.
    private static func closed(
        _ decision: Decision, after moves: [Transition], permitNumber: String? = nil, isFull: Bool = false
    ) -> SubmissionClosed {
        SubmissionClosed(
            submissionID: Golden.submissionID, number: Golden.number, state: decision.state, deadline: Golden.stopped,
            transitions: moves.suffix(1), service: Golden.service, channel: isFull ? .assisted : .selfService,
            assistedBy: isFull ? "officer-7f3a" : nil, identityKind: .nik, assuranceLevel: .substantial,
            language: .indonesian, receivedAt: Golden.time(0), closedAt: Golden.time(400), decision: decision,
            permitNumber: permitNumber, correctionRounds: isFull ? 1 : 0, history: [Golden.filed] + moves,
            checks: isFull ? [Golden.checkSummary] : [], documents: isFull ? [Golden.document, Golden.photo] : [],
            lastSequence: moves.count + 1, retention: Golden.retention, application: Golden.application,
            contact: Golden.contact, applicant: isFull ? Golden.applicant : nil)
    }

    private static func decision(
        _ outcome: Decision.Outcome, by actor: TransitionActor, basis: String? = nil
    ) -> Decision {
        Decision(
            outcome: outcome, decidedAt: Golden.time(399), decidedBy: actor,
            reasons: outcome == .refused ? refusal : [], legalBasis: basis,
            objection: outcome == .refused ? Golden.remedy : nil)
    }

    private static func move(
        _ from: SubmissionState, _ to: SubmissionState, _ trigger: SubmissionTrigger, _ actor: TransitionActor = .system
    ) -> Transition {
        Transition(from: from, to: to, trigger: trigger, at: Golden.time(399), actor: actor)
    }

    static let closed: [GoldenMessage] = [
        GoldenMessage(
            "issued",
            closed(
                decision(.approved, by: Golden.officer, basis: "UU 17/2023 pasal 263"),
                after: [
                    Golden.complete, Golden.answered, Golden.asked, Golden.corrected,
                    move(.inDecision, .approved, .approvedByOfficer, Golden.officer),
                    move(.approved, .issued, .signatureNotNeeded),
                ], permitNumber: "500.16.7.2/290/425.117/2026", isFull: true)),
        GoldenMessage(
            "refused",
            closed(
                decision(.refused, by: Golden.officer),
                after: [
                    Golden.complete, Golden.answered, move(.inDecision, .refused, .refusedByOfficer, Golden.officer),
                ])),
        GoldenMessage(
            "deemed-approved",
            closed(
                decision(.deemedApproved, by: .system, basis: "UU 30/2014 pasal 53 ayat (4)"),
                after: [Golden.complete, move(.inVerification, .deemedApproved, .deadlineDeemed)])),
        GoldenMessage(
            "withdrawn",
            closed(
                decision(.withdrawn, by: .applicant), after: [move(.received, .withdrawn, .withdrawn, .applicant)])),
        GoldenMessage(
            "lapsed",
            closed(
                decision(.lapsed, by: .system),
                after: [
                    Transition(
                        from: .received, to: .correctionRequested, trigger: .defectsFound, at: Golden.time(20),
                        actor: .system, round: 1), move(.correctionRequested, .lapsed, .correctionExpired),
                ])),
    ]
}
