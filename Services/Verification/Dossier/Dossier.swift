package import Contracts

/// An application as verification sees it (*berkas perkara*): the pure machine that moves its state.
///
/// A value under a locked row: `on` changes it and returns what follows. Late, repeated and unexpected inputs change
/// nothing and say so.
package struct Dossier: Hashable, Sendable {
    /// How long after its own deadline a correction may still be under way from intake.
    ///
    /// - Units: seconds.
    package static let correctionGraceSeconds: Int64 = 120

    /// Names the application.
    package let id: SubmissionID
    /// Where it belongs to.
    package let region: RegionCode
    /// The number that the citizen holds.
    package let number: SubmissionNumber
    /// What it was filed for, and under which version.
    package let service: ServiceReference
    /// How it came in.
    package let channel: SubmissionChannel
    /// The officer who filed it for the applicant.
    package let assistedBy: String?
    /// What the applicant is known by.
    package let identityKind: IdentityKind
    /// How sure the identity is.
    package let assuranceLevel: AssuranceLevel
    /// The language in which the applicant is told.
    package let language: Language
    /// When it was taken in.
    package let receivedAt: Timestamp
    /// By what equal applicants are found.
    package let applicant: LookupHash?

    /// The documents.
    package var documents: [DocumentReference]
    /// The state.
    package var state: SubmissionState = .received
    /// Since when it is in that state.
    package var stateSince: Timestamp
    /// Where the open correction came from.
    package var resuming: SubmissionState?
    /// How often a correction was asked for.
    package var round = 0
    /// What the open correction asks for.
    package var defects: [Defect] = []
    /// When the open correction's own deadline passes; nil while it is unknown.
    package var correctionDueAt: Timestamp?
    /// What looks odd.
    package var doubts: [String] = []
    /// The agencies' checks of all rounds.
    package var checks: [AgencyCheck] = []
    /// The legal clock's stretches; empty until completeness.
    package var segments: [ClockSegment] = []
    /// How the deadline stands.
    package var deadline = DeadlineStatus(status: .notStarted)
    /// The part of the legal time that was last warned of.
    package var warnedPercent = 0
    /// When the legal time was used up.
    package var breachedAt: Timestamp?
    /// How it ended, or will end once it is signed.
    package var decision: Decision?
    /// The permit's number.
    package var permitNumber: String?
    /// When it was closed.
    package var closedAt: Timestamp?
    /// When the record was kept.
    package var archivedAt: Timestamp?
    /// The number of the last event about it.
    package var lastSequence = 0

    /// An application as it was filed; the first input is `.filed`.
    package init(
        id: SubmissionID, region: RegionCode, number: SubmissionNumber, service: ServiceReference,
        channel: SubmissionChannel, assistedBy: String?, identityKind: IdentityKind, assuranceLevel: AssuranceLevel,
        language: Language, receivedAt: Timestamp, applicant: LookupHash?, documents: [DocumentReference]
    ) {
        self.id = id
        self.region = region
        self.number = number
        self.service = service
        self.channel = channel
        self.assistedBy = assistedBy
        self.identityKind = identityKind
        self.assuranceLevel = assuranceLevel
        self.language = language
        self.receivedAt = receivedAt
        self.applicant = applicant
        self.documents = documents
        stateSince = receivedAt
    }

    /// Takes an input in.
    ///
    /// - Returns: what follows, in order; empty when the input changes nothing.
    package mutating func on(_ input: DossierInput, in context: DossierContext) -> [DossierEffect] {
        var effects: [DossierEffect] = []
        switch input {
        case .filed(let assessment): file(assessment, context, &effects)
        case .corrected(let round, let changed, let at, let assessment):
            correct(round, changed, at, assessment, context, &effects)
        case .withdrawn(let actor): withdraw(actor, context, &effects)
        case .accepted(let id, let attempt, let expectedAt, let reference):
            accept(id, attempt, expectedAt, reference, context, &effects)
        case .completed(let id, let attempt, let answer, let reference):
            complete(id, attempt, answer, reference, context, &effects)
        case .rejected(let id, let request): reject(id, request, context, &effects)
        case .due(let plan): fire(plan, context, &effects)
        case .decided(let decision, let officer): decide(decision, officer, context, &effects)
        case .signed(let actor): sign(actor, context, &effects)
        case .calendarChanged: recompute(context, &effects)
        case .archived(let at): if state.isFinal, archivedAt == nil { archivedAt = at }
        case .disposed: if state.isFinal { effects.append(.erased) }
        }
        return effects
    }

    /// Moves the state along the table; a move that is not in it does not happen.
    ///
    /// - Returns: whether it moved.
    @discardableResult
    mutating func move(
        _ trigger: SubmissionTrigger, by actor: TransitionActor, reasons: [ReasonCode]? = nil,
        _ context: DossierContext, _ effects: inout [DossierEffect]
    ) -> Bool {
        guard let next = StateTable.next(from: state, on: trigger, resuming: resuming) else { return false }
        let isOfRound = trigger == .defectsFound || trigger == .correctionAsked || trigger == .correctionSubmitted
        let turn = trigger == .correctionSubmitted ? round : round + 1
        effects.append(
            .moved(
                Transition(
                    from: state, to: next, trigger: trigger, at: context.now, actor: actor,
                    round: isOfRound ? turn : nil, reasons: reasons)))
        state = next
        stateSince = context.now
        return true
    }

    /// Adds to the timeline.
    func note(
        _ kind: TimelineEntry.Kind, about check: AgencyCheck? = nil, expectedAt: Timestamp? = nil, round: Int? = nil,
        _ context: DossierContext, _ effects: inout [DossierEffect]
    ) {
        effects.append(
            .noted(
                TimelineEntry(
                    kind: kind, at: context.now, agency: check?.agency, check: check?.check, expectedAt: expectedAt,
                    round: round)))
    }

    /// Whose next move the application waits for; empty when it is closed.
    package var waitingFor: [WaitedParty] {
        switch state {
        case .received: [WaitedParty(kind: .system, since: stateSince)]
        case .inVerification:
            checks.contains { $0.standing.isOpen }
                ? checks.filter(\.standing.isOpen).map {
                    WaitedParty(kind: .agency, agency: $0.agency, check: $0.check, since: $0.askedAt)
                } : [WaitedParty(kind: .system, since: stateSince)]
        case .inDecision: [WaitedParty(kind: .officer, since: stateSince)]
        case .correctionRequested: [WaitedParty(kind: .applicant, since: stateSince)]
        case .approved: [WaitedParty(kind: .signatory, since: stateSince)]
        case .issued, .refused, .deemedApproved, .withdrawn, .lapsed: []
        }
    }
}
