package import Contracts
import Database
import Foundation
import Logging
import Pipeline
import Sealing
package import ServiceRuntime

extension Amending {
    /// Reads a correction against the application as it is kept, and says it.
    /// - Returns: the message.
    func correct(
        _ submission: TrackedSubmission, _ open: OpenCorrection, _ request: AmendmentRequest, in unit: UnitOfWork
    ) async throws -> MessageID {
        let documents = try await TrackingStore.documents(
            region: submission.region, submission: submission.id, in: unit.transaction)
        let current = try await application(of: submission, in: unit)
        guard let service = catalogue.service(submission.service, in: submission.region) else {
            engine.logger.error(
                "the catalogue has lost a version that open applications are filed under",
                metadata: [
                    "mpp.service.code": "\(submission.service.code)",
                    "mpp.service.version": "\(submission.service.version)",
                ])
            throw Problem.unavailable("The service's standard is missing here.", retryAfterSeconds: 300)
        }
        let read: ReadCorrection
        do throws(ContractViolation) {
            read = try CorrectionReader.read(
                request.body,
                of: CorrectionReader.Standing(
                    service: service, identityKind: submission.identityKind,
                    applicant: current["applicant"]?.object ?? [:], form: current["form"] ?? .object([:]),
                    documents: Set(documents.map(\.kind)), correction: open, allowsSynthetic: allowsSynthetic))
        } catch {
            throw Problem.invalid(error.faults.map(Problem.Fault.init))
        }
        let fresh = try await newDocuments(read, request.principal.subject, in: unit)
        if let nationalID = read.nationalID {
            let person = try keyRing.lookupHash(of: nationalID, region: submission.region)
            try await AmendmentStore.setPerson(person, of: submission, in: unit)
        }
        let statement = try statement(
            read, submission, open, current: current, documents: documents, fresh: fresh, request, at: unit.now)
        let kinds = fresh.map(\.kind)
        AmendmentStore.replace(kinds, of: submission, round: read.round, in: unit)
        FilingStore.take([(submission.region, submission.id, read.round, fresh)], in: unit)
        try SealedStatement.say([statement], in: unit)
        try TimelineStore.insert(
            [
                TimelineRow(
                    statement.statement.envelope, state: nil,
                    facts: TimelineFacts(documents: fresh.count, corrected: read.items, round: read.round))
            ], in: unit)
        return statement.statement.envelope.id
    }

    private func newDocuments(
        _ read: ReadCorrection, _ subject: String, in unit: UnitOfWork
    ) async throws -> [DocumentReference] {
        guard !read.documents.isEmpty else { return [] }
        let uploads = try await FilingStore.uploads(read.documents.map(\.id), in: unit.transaction)
        var facts = FilingFacts()
        facts.uploads = uploads
        let (references, faults) = FilingDecision.documents(read.documents, of: subject, facts: facts)
        guard faults.isEmpty else { throw Problem.invalid(faults) }
        return references
    }

    /// The application as it is kept, opened.
    private func application(of submission: TrackedSubmission, in unit: UnitOfWork) async throws -> JSONValue {
        guard let newest = try await AmendmentStore.newestApplication(of: submission, in: unit.transaction) else {
            throw Problem.conflict(code: "erased", title: "The application's content has been erased")
        }
        let part: SealedPart?
        if newest.type == SubmissionReceived.type {
            part = try ContractCoding.decode(SubmissionReceived.self, from: newest.body).application
        } else {
            part = try ContractCoding.decode(CorrectionSubmitted.self, from: newest.body).application
        }
        guard let part else { throw Problem.internal }
        return try JSONValue(json: try keyRing.open(part, name: .application, submission: submission.id))
    }

    private func statement(
        _ read: ReadCorrection, _ submission: TrackedSubmission, _ open: OpenCorrection, current: JSONValue,
        documents: [DocumentReference], fresh: [DocumentReference], _ request: AmendmentRequest, at now: Timestamp
    ) throws -> SealedStatement {
        var parts: [String: SealedPart] = [:]
        if read.applicant != nil || read.form != nil {
            var members = current.object ?? [:]
            if let applicant = read.applicant { members["applicant"] = .object(applicant) }
            if let form = read.form { members["form"] = form }
            parts["application"] = try keyRing.seal(
                try JSONValue.object(members).json(), part: .application, submission: submission.id,
                region: submission.region, schemaVersion: ApplicationPart.schemaVersion)
        }
        if let contact = read.contact {
            parts["contact"] = try keyRing.seal(
                try ContractCoding.json(contact), part: .contact, submission: submission.id, region: submission.region,
                schemaVersion: ContactPart.schemaVersion)
        }
        let replaced = Set(fresh.map(\.kind))
        let items = read.items.map { item in
            CorrectedItem(item: item, document: fresh.first { "/documents/\($0.kind.value)" == item })
        }
        return try SealedStatement(
            CorrectionSubmitted(
                submissionID: submission.id, number: submission.number, round: read.round, items: items,
                submittedAt: now, documents: documents.filter { !replaced.contains($0.kind) } + fresh,
                application: parts["application"], contact: parts["contact"]),
            parts: parts, about: submission.id, in: submission.region, at: now, sequence: submission.lastSequence + 1,
            causation: try MessageID(open.event), traceparent: request.traceparent)
    }
}

extension Problem.Fault {
    /// The same fault as the client is told.
    package init(_ fault: Fault) {
        self.init(pointer: fault.pointer, code: fault.code, message: fault.message)
    }
}
