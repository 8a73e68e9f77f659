import Contracts

extension Dossier {
    /// Goes on once every required check is answered, or its retry policy used up.
    mutating func join(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard state == .inVerification else { return }
        let service = context.service
        let current = service.checks.compactMap { definition in self.current(definition).map { checks[$0] } }
        let isWaiting = current.contains { check in
            check.standing.isOpen && (check.isRequired || service.joinPolicy.waitFor == .all)
        }
        guard !isWaiting else { return }
        let joined = JoinedAnswers(current, of: service)
        if !joined.defects.isEmpty, !joined.hasUnknownDefect {
            return askCorrection(joined.defects, .defectsFound, by: .system, context, &effects)
        }
        guard service.decision == .automatic, !joined.needsOfficer, !joined.hasUnknownDefect else {
            return handToOfficer(context, &effects)
        }
        if let reasons = service.refusal(joined.refusals) {
            refuse(reasons, .refusedByRule, by: .system, context, &effects)
        } else {
            approve(.approvedByRule, by: .system, context, &effects)
        }
    }

    private mutating func handToOfficer(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        move(.checksAnswered, by: .system, context, &effects)
        cancelOpen(.expired, context, &effects)
        note(.awaitingDecision, context, &effects)
    }

    /// An officer decides what waits for a decision.
    mutating func decide(
        _ decision: OfficerDecision, _ officer: String, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard state == .inDecision else { return }
        let actor = TransitionActor(kind: .officer, id: officer)
        switch decision {
        case .approve: approve(.approvedByOfficer, by: actor, context, &effects)
        case .refuse(let reasons): refuse(reasons, .refusedByOfficer, by: actor, context, &effects)
        case .askCorrection(let found): askCorrection(found, .correctionAsked, by: actor, context, &effects)
        }
    }

    private mutating func approve(
        _ trigger: SubmissionTrigger, by actor: TransitionActor, _ context: DossierContext,
        _ effects: inout [DossierEffect]
    ) {
        guard move(trigger, by: actor, context, &effects) else { return }
        decision = Decision(outcome: .approved, decidedAt: context.now, decidedBy: actor)
        effects.append(.numbered)
        note(.approved, context, &effects)
        cancelOpen(.closed, context, &effects)
        if context.service.isSignatureRequired {
            note(.awaitingSignature, context, &effects)
        } else {
            move(.signatureNotNeeded, by: .system, context, &effects)
            close(context, &effects)
        }
    }

    private mutating func refuse(
        _ reasons: [DecisionReason], _ trigger: SubmissionTrigger, by actor: TransitionActor,
        _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard !reasons.isEmpty, move(trigger, by: actor, reasons: reasons.map(\.code), context, &effects) else {
            return
        }
        decision = Decision(
            outcome: .refused, decidedAt: context.now, decidedBy: actor, reasons: reasons,
            objection: context.service.objection)
        close(context, &effects)
    }

    /// The product was signed.
    mutating func sign(
        _ actor: TransitionActor, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard move(.signed, by: actor, context, &effects) else { return }
        close(context, &effects)
    }

    /// The applicant takes the application back.
    mutating func withdraw(
        _ actor: TransitionActor, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        guard move(.withdrawn, by: actor, context, &effects) else { return }
        if permitNumber != nil { effects.append(.voided) }
        decision = Decision(outcome: .withdrawn, decidedAt: context.now, decidedBy: actor)
        cancelOpen(.withdrawn, context, &effects)
        close(context, &effects)
    }

    /// Something fell due.
    mutating func fire(
        _ plan: DossierPlan, _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        switch plan {
        case .legalDeadline: breach(context, &effects)
        case .warning: warn(context, &effects)
        case .correctionLimit: lapse(context, &effects)
        case .checkDeadline(let id): expire(id, context, &effects)
        case .checkRetry(let id): askAgain(id, context, &effects)
        }
    }

    private mutating func lapse(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard state == .correctionRequested, let due = correctionDueAt else { return }
        let end = due.adding(seconds: Dossier.correctionGraceSeconds)
        guard end <= context.now else { return effects.append(.planned(.correctionLimit, at: end)) }
        guard move(.correctionExpired, by: .system, context, &effects) else { return }
        decision = Decision(outcome: .lapsed, decidedAt: context.now, decidedBy: .system)
        close(context, &effects)
    }

    private mutating func breach(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard isClockRunning, breachedAt == nil, case .due(let due) = reading(context).outcome else { return }
        guard due <= context.now else { return effects.append(.planned(.legalDeadline, at: due)) }
        breachedAt = context.now
        effects.append(.unplanned(.warning))
        switch context.service.clock.breachPolicy {
        case .escalate: effects.append(.told(.breached(dueAt: due, policy: .escalate)))
        case .none: break
        case .deemApproved:
            guard move(.deadlineDeemed, by: .system, context, &effects) else { return }
            decision = Decision(
                outcome: .deemedApproved, decidedAt: context.now, decidedBy: .system,
                legalBasis: context.service.clock.breachLegalBasis)
            close(context, &effects)
        }
    }

    private mutating func warn(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        guard isClockRunning, breachedAt == nil else { return }
        let reading = reading(context)
        guard case .due(let due) = reading.outcome else { return }
        let reached = reading.warnings.last { $0.at <= context.now && $0.percent > warnedPercent }
        if let reached {
            warnedPercent = reached.percent
            effects.append(.told(.warned(dueAt: due, percent: reached.percent)))
        }
        planWarning(reading, &effects)
    }

    /// Ends the application: the clock stops, nothing falls due any more, and the readers are told once.
    private mutating func close(_ context: DossierContext, _ effects: inout [DossierEffect]) {
        closedAt = context.now
        cancelOpen(.closed, context, &effects)
        if correctionDueAt != nil { effects.append(.unplanned(.correctionLimit)) }
        resuming = nil
        defects = []
        correctionDueAt = nil
        stopClock(context, &effects)
        effects.append(.told(.closed))
    }
}
