package import Contracts
package import Pipeline
import Sealing

/// Applies what intake and archiving say.
package struct EventHandler: MessageHandler {
    /// All of intake's types for verification arrive here, so its messages are applied in order.
    package let orderedSources: Set<ServiceName> = [.intake]
    private let proceedings: Proceedings

    /// Makes a handler.
    package init(_ proceedings: Proceedings) {
        self.proceedings = proceedings
    }

    /// Reads a message.
    package func decode(_ inbound: InboundMessage) throws(ContractViolation) -> IncomingEvent {
        try IncomingEvent(inbound)
    }

    /// Applies messages in order.
    package func apply(_ messages: [Accepted<IncomingEvent>], in unit: UnitOfWork) async throws {
        var sitting = try await proceedings.open(
            Dictionary(messages.map { ($0.submission, $0.region) }) { first, _ in first }, unit)
        try await loadApplications(messages, &sitting, unit)
        for message in messages {
            switch message.message {
            case .received(let body): try receive(body, message.inbound, &sitting)
            case .corrected(let body): try correct(body, message.inbound, &sitting)
            case .withdrawn(let body):
                let actor = body.assistedBy.map { TransitionActor(kind: .officer, id: $0) } ?? .applicant
                try sitting.on(.withdrawn(actor), message.submission, because: message.inbound)
            case .archived(let body):
                try sitting.on(.archived(at: body.archivedAt), message.submission, because: message.inbound)
            case .disposed: try sitting.on(.disposed, message.submission, because: message.inbound)
            }
        }
        try await proceedings.close(sitting, unit)
    }

    /// Says all again about applications that intake has nudged.
    package func repeated(_ messages: [Accepted<IncomingEvent>], in unit: UnitOfWork) async throws {
        for message in messages where message.inbound.envelope.attempt >= 2 {
            if case .received = message.message { unit.repeatAll(about: message.submission, in: message.region) }
        }
    }

    /// Opens the stored applications that corrections without a new form are about.
    private func loadApplications(
        _ messages: [Accepted<IncomingEvent>], _ sitting: inout Sitting, _ unit: UnitOfWork
    ) async throws {
        let ids = messages.compactMap { message -> SubmissionID? in
            if case .corrected(let body) = message.message, body.application == nil { body.submissionID } else { nil }
        }
        let dossiers = Set(ids).compactMap { sitting.turns[$0]?.dossier }
        let rows = try await proceedings.store.parts(of: dossiers, purpose: "storage", in: unit.transaction)
        for row in rows where row.name == PartName.application {
            let application = try proceedings.application(row)
            sitting.change(row.submission) { $0.application = application }
        }
    }

    private func receive(_ body: SubmissionReceived, _ inbound: InboundMessage, _ sitting: inout Sitting) throws {
        // The same application under another message id changes nothing.
        guard sitting.turns[body.submissionID] == nil else { return }
        let dossier = Dossier(
            id: body.submissionID, region: inbound.envelope.region, number: body.number, service: body.service,
            channel: body.channel, assistedBy: body.assistedBy, identityKind: body.identityKind,
            assuranceLevel: body.assuranceLevel, language: body.language, receivedAt: body.receivedAt,
            applicant: body.applicant, documents: body.documents)
        let (application, part) = try open(body.application, body.submissionID)
        let assessment = try assess(application, body.documents, dossier, sitting)
        sitting.add(dossier)
        sitting.change(dossier.id) { turn in
            turn.application = application
            turn.parts = [part, DossierTurn.Part(name: PartName.contact, sealed: body.contact, storage: nil)]
        }
        try sitting.on(.filed(assessment), dossier.id, because: inbound)
    }

    private func correct(_ body: CorrectionSubmitted, _ inbound: InboundMessage, _ sitting: inout Sitting) throws {
        guard let turn = sitting.turns[body.submissionID] else { throw Sitting.unknownSubmission }
        // A correction that nobody asked for is recorded in the inbox and changes nothing, so it is not opened either.
        guard turn.dossier.state == .correctionRequested, turn.dossier.round == body.round else { return }
        var parts: [DossierTurn.Part] = []
        var application = turn.application
        if let sealed = body.application {
            let (opened, part) = try open(sealed, body.submissionID)
            application = opened
            parts.append(part)
        }
        if let contact = body.contact {
            parts.append(DossierTurn.Part(name: PartName.contact, sealed: contact, storage: nil))
        }
        guard let application else {
            throw MessageRejection(reason: "erased", detail: "the application's content is not there any more")
        }
        let assessment = try assess(application, body.documents, turn.dossier, sitting)
        sitting.change(body.submissionID) { turn in
            turn.application = application
            turn.parts += parts
            turn.dossier.documents = body.documents
        }
        try sitting.on(
            .corrected(
                round: body.round, changed: Set(body.items.map(\.item)), at: body.submittedAt, assessment),
            body.submissionID, because: inbound)
    }

    private func assess(
        _ application: ApplicationPart, _ documents: [DocumentReference], _ dossier: Dossier, _ sitting: Sitting
    ) throws -> Assessment {
        let service = try sitting.service(dossier.service, in: dossier.region)
        let zone = sitting.edition.calendar(of: dossier.region).zone
        return Completeness(service, allowsSynthetic: proceedings.allowsSynthetic).assess(
            application, documents: documents, regions: sitting.edition.codes, today: sitting.now.date(in: zone))
    }

    /// Opens a sealed application and wraps its key for this service.
    private func open(
        _ sealed: SealedPart, _ submission: SubmissionID
    ) throws(MessageRejection) -> (ApplicationPart, DossierTurn.Part) {
        do {
            let application = try ApplicationPart(
                plaintext: try proceedings.keyRing.open(sealed, name: .application, submission: submission))
            let key = try proceedings.keyRing.rewrap(
                sealed, name: .application, submission: submission, to: PartName.own)
            return (
                application,
                DossierTurn.Part(
                    name: PartName.application, sealed: sealed,
                    storage: StoredPartKey(kid: key.kid, wrappedKey: key.wrappedKey))
            )
        } catch {
            throw MessageRejection(
                reason: "not-openable", detail: "the sealed application does not open: \(type(of: error))")
        }
    }
}
