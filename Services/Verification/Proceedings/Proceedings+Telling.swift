import Contracts
import Database
import Foundation
import Pipeline
import Sealing

extension Proceedings {
    /// Says at most one event about each application, of the strongest type, with everything that has happened.
    func tell(_ turns: inout [DossierTurn], _ sitting: Sitting, _ unit: UnitOfWork) async throws {
        let closing = turns.filter { $0.has(.told(.closed)) }
        let histories = try await store.history(
            of: closing.filter { $0.before != nil }.map(\.dossier), in: unit.transaction)
        let passing = Dictionary(
            grouping: try await store.parts(
                of: closing.filter { $0.parts.count < 2 }.map(\.dossier), purpose: "passing", in: unit.transaction),
            by: \.submission)
        var closings: [Closing] = []
        for index in turns.indices {
            guard let announcement = turns[index].announcement else { continue }
            turns[index].dossier.lastSequence += 1
            let turn = turns[index]
            switch announcement {
            case .closed:
                let history = (histories[turn.dossier.id] ?? []) + turn.transitions
                closings.append(try close(turn, history, passing[turn.dossier.id] ?? [], sitting, unit))
            case .correctionRequested where turn.dossier.state == .correctionRequested:
                try say(correctionRequested(turn), turn, unit)
            case .warned(let dueAt, let percent) where !turn.dossier.waitingFor.isEmpty:
                try say(warned(turn, dueAt, percent), turn, unit)
            case .breached(let dueAt, let policy) where !turn.dossier.waitingFor.isEmpty:
                try say(breached(turn, dueAt, policy), turn, unit)
            default: try say(progressed(turn), turn, unit)
            }
        }
        keep(closings, unit)
    }

    /// A closing event as it is kept beside the journal.
    private struct Closing {
        let region: RegionCode
        let submission: SubmissionID
        let message: UUID
        let body: [UInt8]
    }

    private func keep(_ closings: [Closing], _ unit: UnitOfWork) {
        guard !closings.isEmpty else { return }
        unit.transaction.send(
            """
            INSERT INTO closings (region, submission_id, message_id, body) SELECT * FROM unnest(\
            \(closings.map(\.region.digits)), \(closings.map(\.submission.uuid)), \(closings.map(\.message)), \
            \(closings.map(\.body)))
            """)
    }

    private func say(_ body: some MessageBody, _ turn: DossierTurn, _ unit: UnitOfWork) throws {
        try unit.say(
            body, from: .verification, about: turn.dossier.id, in: turn.dossier.region,
            sequence: turn.dossier.lastSequence, causation: turn.causation, traceparent: turn.traceparent)
    }

    private func progressed(_ turn: DossierTurn) -> SubmissionProgressed {
        SubmissionProgressed(
            submissionID: turn.dossier.id, number: turn.dossier.number, state: turn.dossier.state,
            deadline: turn.dossier.deadline, transitions: turn.transitions, entries: Array(turn.entries.suffix(200)),
            waitingFor: turn.dossier.waitingFor)
    }

    private func correctionRequested(_ turn: DossierTurn) -> CorrectionRequested {
        CorrectionRequested(
            submissionID: turn.dossier.id, number: turn.dossier.number, state: turn.dossier.state,
            deadline: turn.dossier.deadline, transitions: turn.transitions, round: turn.dossier.round,
            defects: Array(turn.dossier.defects.prefix(100)), answerBy: turn.dossier.correctionDueAt,
            entries: Array(turn.entries.suffix(200)))
    }

    private func warned(_ turn: DossierTurn, _ dueAt: Timestamp, _ percent: Int) -> DeadlineWarned {
        DeadlineWarned(
            submissionID: turn.dossier.id, number: turn.dossier.number, state: turn.dossier.state,
            deadline: turn.dossier.deadline, transitions: turn.transitions, deadlineKind: .legal, dueAt: dueAt,
            usedPercent: percent, waitingFor: turn.dossier.waitingFor, entries: Array(turn.entries.suffix(200)))
    }

    private func breached(_ turn: DossierTurn, _ dueAt: Timestamp, _ policy: BreachPolicy) -> DeadlineBreached {
        DeadlineBreached(
            submissionID: turn.dossier.id, number: turn.dossier.number, state: turn.dossier.state,
            deadline: turn.dossier.deadline, transitions: turn.transitions, deadlineKind: .legal, dueAt: dueAt,
            policy: policy, waitingFor: turn.dossier.waitingFor, entries: Array(turn.entries.suffix(200)))
    }

    /// Says the end; the journal keeps no wrapped keys, so the body stands beside it without them.
    private func close(
        _ turn: DossierTurn, _ history: [Transition], _ stored: [SealedPartRow], _ sitting: Sitting, _ unit: UnitOfWork
    ) throws -> Closing {
        let dossier = turn.dossier
        func part(_ name: String) throws -> SealedPart {
            if let came = turn.parts.last(where: { $0.name == name }) { return came.sealed }
            if let kept = stored.first(where: { $0.name == name }) { return kept.sealed }
            throw MessageRejection(reason: "erased", detail: "the application's content is not there any more")
        }
        guard let decision = dossier.decision, let closedAt = dossier.closedAt else {
            throw MessageRejection(reason: "undecided", detail: "a closed application has no decision")
        }
        let body = SubmissionClosed(
            submissionID: dossier.id, number: dossier.number, state: dossier.state, deadline: dossier.deadline,
            transitions: turn.transitions, service: dossier.service, channel: dossier.channel,
            assistedBy: dossier.assistedBy, identityKind: dossier.identityKind, assuranceLevel: dossier.assuranceLevel,
            language: dossier.language, receivedAt: dossier.receivedAt, closedAt: closedAt, decision: decision,
            permitNumber: dossier.permitNumber, correctionRounds: dossier.round,
            history: Array(history.suffix(500)), checks: dossier.checks.suffix(50).map(\.summary),
            documents: dossier.documents, lastSequence: dossier.lastSequence,
            retention: try sitting.context(dossier).service.retention,
            application: try part(PartName.application),
            contact: try part(PartName.contact), applicant: dossier.applicant)
        let bytes = try ContractCoding.encode(body)
        let envelope = Envelope(
            type: .submissionClosed, source: MessageSource(region: dossier.region, service: .verification),
            subject: dossier.id, time: unit.now, sequence: dossier.lastSequence, causation: turn.causation,
            traceparent: turn.traceparent)
        unit.say(
            Statement(
                envelope: envelope, exchange: WireNames.Exchange.events,
                routingKey: WireNames.routingKey(.submissionClosed, dossier.region), body: bytes,
                isConfidential: true))
        guard let message = UUID(uuidString: envelope.id.value) else {
            throw MessageRejection(reason: "not-sayable", detail: "an event of ours has no UUID")
        }
        return Closing(
            region: dossier.region, submission: dossier.id, message: message, body: SealedBody(bytes).stripped)
    }
}
