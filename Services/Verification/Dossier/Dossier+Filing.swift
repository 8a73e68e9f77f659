import Contracts

extension Dossier {
    /// Takes the application in and looks at its completeness.
    mutating func file(
        _ assessment: Assessment, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        let actor = assistedBy.map { TransitionActor(kind: .officer, id: $0) } ?? .applicant
        effects.append(
            .moved(Transition(from: nil, to: state, trigger: .filed, at: receivedAt, actor: actor)))
        judge(assessment, completeAt: receivedAt, context, &effects)
    }

    /// Goes on with a complete application, or asks for everything that is missing at once.
    private mutating func judge(
        _ assessment: Assessment, completeAt: Timestamp, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        doubts = assessment.doubts
        guard assessment.defects.isEmpty else {
            askCorrection(assessment.defects, .defectsFound, by: .system, context, &effects)
            return
        }
        move(.completenessPassed, by: .system, context, &effects)
        note(.completenessPassed, context, &effects)
        startClock(at: completeAt, context, &effects)
        for definition in context.service.checks { open(definition, context, &effects) }
        join(context, &effects)
    }

    /// Asks the applicant to mend everything found; pauses the clock.
    mutating func askCorrection(
        _ found: [Defect], _ trigger: SubmissionTrigger, by actor: TransitionActor, _ context: DossierContext,
        _ effects: inout [DossierEffect]
    ) {
        let from = state
        var codes: [ReasonCode] = []
        for defect in found where !codes.contains(defect.reason) { codes.append(defect.reason) }
        guard move(trigger, by: actor, reasons: codes, context, &effects) else { return }
        resuming = from
        round += 1
        defects = found
        cancelOpen(.superseded, context, &effects)
        pauseClock(.applicant, context, &effects)
        planCorrectionLimit(context, &effects)
        effects.append(.told(.correctionRequested))
    }

    /// The applicant's own time, in calendar days from the request.
    private mutating func planCorrectionLimit(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        let zone = context.calendar.zone
        let due = context.calendar.end(
            of: stateSince.date(in: zone).adding(days: context.service.correctionDays))
        correctionDueAt = due
        effects.append(.planned(.correctionLimit, at: due.adding(seconds: Dossier.correctionGraceSeconds)))
    }

    /// Takes a correction in and goes back to where it was asked for.
    mutating func correct(
        _ answered: Int, _ changed: Set<String>, _ at: Timestamp, _ assessment: Assessment,
        _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard state == .correctionRequested, answered == round else { return }
        move(.correctionSubmitted, by: .applicant, context, &effects)
        note(.correctionReceived, round: round, context, &effects)
        effects.append(.unplanned(.correctionLimit))
        resuming = nil
        defects = []
        correctionDueAt = nil
        resumeClock(at: at, context, &effects)
        switch state {
        case .received: judge(assessment, completeAt: at, context, &effects)
        case .inVerification where assessment.defects.isEmpty:
            doubts = assessment.doubts
            reopen(changed, context, &effects)
            join(context, &effects)
        case .inVerification: askCorrection(assessment.defects, .defectsFound, by: .system, context, &effects)
        default: doubts = assessment.doubts + assessment.defects.map { "\($0.reason.value) \($0.item)" }
        }
    }

    /// Asks anew every agency whose last answer does not speak for the application, or that looks at what changed.
    private mutating func reopen(
        _ changed: Set<String>, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        for definition in context.service.checks {
            let isSettled = current(definition).map { checks[$0].isFavourable } ?? false
            if !isSettled || definition.looksAt(anyOf: changed) { open(definition, context, &effects) }
        }
    }
}
