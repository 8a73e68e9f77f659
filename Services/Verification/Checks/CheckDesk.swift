import Contracts
import Foundation
import Pipeline
import Sealing

/// Makes the messages that agencies get.
struct CheckDesk: Sendable {
    /// Where agencies reach this service, without a slash at the end.
    let documentsURL: String
    /// For the documents' tokens.
    let keyRing: KeyRing

    /// The question of a check's present attempt: the declared fields in clear, and links to the declared documents.
    func question(
        _ check: AgencyCheck, of dossier: Dossier, _ application: ApplicationPart, _ definition: CheckDefinition
    ) throws -> CheckRequested {
        let documents = dossier.documents.filter { definition.documents.contains($0.kind) }.map { document in
            CheckDocument(document: document, url: "\(documentsURL)/v1/checks/\(check.id)/documents/\(document.id)")
        }
        let pass = DocumentPass(
            region: dossier.region, check: check.id, agency: check.agency, endsAt: check.answerBy)
        return CheckRequested(
            checkID: check.id, submissionID: dossier.id, number: dossier.number, service: dossier.service,
            agency: check.agency, check: check.check, attempt: check.attempt, requestedAt: check.askedAt,
            answerBy: max(check.answerBy, check.askedAt.adding(seconds: 1)),
            fields: definition.project(
                applicant: .object(application.applicant), form: .object(application.form)),
            documents: documents, documentAccess: documents.isEmpty ? nil : try pass.token(keyRing))
    }

    /// Asks the agency: the question goes to its queue, and is logged as a hand-over.
    func ask(
        _ check: AgencyCheck, of turn: DossierTurn, _ application: ApplicationPart, _ definition: CheckDefinition,
        in unit: UnitOfWork
    ) throws {
        let dossier = turn.dossier
        let body = try ContractCoding.encode(question(check, of: dossier, application, definition))
        let envelope = Envelope(
            id: try MessageID(UUIDText.lowerCase(check.requestID)), type: .checkRequested,
            source: MessageSource(region: dossier.region, service: .verification), subject: dossier.id, time: unit.now,
            causation: turn.causation, traceparent: turn.traceparent)
        unit.say(
            Statement(
                envelope: envelope, exchange: WireNames.Exchange.work,
                routingKey: WireNames.routingKey(check.agency, check.check), body: body, isConfidential: true))
        unit.log(
            UnitOfWork.Access(
                region: dossier.region, submission: dossier.id, principal: check.agency.value, role: "agency",
                purpose: definition.purpose, fields: definition.items))
    }

    /// Tells the agency that its answer is no longer wanted.
    func cancel(
        _ check: AgencyCheck, for reason: CheckCancelled.Reason, of turn: DossierTurn, in unit: UnitOfWork
    ) throws {
        let dossier = turn.dossier
        let body = CheckCancelled(
            checkID: check.id, submissionID: dossier.id, agency: check.agency, check: check.check, reason: reason,
            cancelledAt: unit.now)
        let envelope = Envelope(
            type: .checkCancelled, source: MessageSource(region: dossier.region, service: .verification),
            subject: dossier.id, time: unit.now, causation: turn.causation, traceparent: turn.traceparent)
        unit.say(
            Statement(
                envelope: envelope, exchange: WireNames.Exchange.work,
                routingKey: WireNames.routingKey(check.agency, check.check), body: try ContractCoding.encode(body)))
    }
}
