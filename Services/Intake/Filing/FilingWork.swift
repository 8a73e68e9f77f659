import Contracts
import Database
import Foundation
package import Pipeline
import ServiceRuntime

/// Files the applications of a group in one transaction.
package struct FilingWork: GroupWork {
    private let engine: Engine
    private let receipts: ReceiptStore
    private let firstNudge: Int64

    /// Makes the work; an application of which nothing is heard for so long is said again.
    package init(engine: Engine, receipts: ReceiptStore, firstNudgeSeconds: Int) {
        self.engine = engine
        self.receipts = receipts
        firstNudge = Int64(firstNudgeSeconds)
    }

    /// The request, the person and the documents.
    package func keys(of filing: Filing) -> Set<FilingKey> { filing.keys }

    /// Files all of them, each with its own answer.
    ///
    /// When the connection is lost during the commit, the applications are looked up: those that are there have their
    /// receipts, the others may still come, so the client is asked to repeat.
    @concurrent
    package func commit(_ filings: [Filing]) async throws -> [FilingAnswer] {
        do {
            return try await engine.perform { unit in try await file(filings, in: unit) }
        } catch let error as DatabaseError where error.mayHaveTakenEffect {
            return try await lookUp(filings)
        }
    }

    /// Decoding faults and the SQLSTATE classes of the message's own blame.
    package func isSpoilt(by error: any Error) -> Bool {
        if error is ContractViolation { return true }
        guard let database = error as? DatabaseError else { return false }
        return Blame(sqlState: database.sqlState) == .message
    }

    private func file(_ filings: [Filing], in unit: UnitOfWork) async throws -> [FilingAnswer] {
        let facts = try await FilingStore.facts(for: filings, in: unit.transaction)
        var decisions = filings.map { FilingDecision($0, facts: facts) }
        let candidates = filings.indices.filter { if case .accept = decisions[$0] { true } else { false } }
        let inserted = try await FilingStore.insert(candidates.map { filings[$0] }, firstNudge: firstNudge, in: unit)
        let lost = candidates.filter { !inserted.contains(filings[$0].submission) }
        if !lost.isEmpty {
            // Another replica was faster between the look and the insert: the second look sees what it did.
            let facts = try await FilingStore.facts(for: lost.map { filings[$0] }, in: unit.transaction)
            for index in lost {
                let decision = FilingDecision(filings[index], facts: facts)
                if case .accept = decision {
                    decisions[index] = .refuse(.unavailable(retryAfterSeconds: 1))
                } else {
                    decisions[index] = decision
                }
            }
        }
        try keep(zip(filings, decisions), in: unit)
        let replays = try await receipts.read(decisions.compactMap(\.replayed), in: unit.transaction)
        return try zip(filings, decisions).map { filing, decision in
            switch decision {
            case .accept(let documents):
                .accepted(try receipts.receipt(for: filing, documents: documents, receivedAt: unit.now))
            case .replay(_, let id): replays[id].map(FilingAnswer.replayed) ?? .refused(.internal)
            case .refuse(let problem): .refused(problem)
            }
        }
    }

    private func keep(_ decided: some Sequence<(Filing, FilingDecision)>, in unit: UnitOfWork) throws {
        var statements: [SealedStatement] = []
        var documents: [(region: RegionCode, submission: SubmissionID, round: Int, references: [DocumentReference])] =
            []
        var timeline: [TimelineRow] = []
        for (filing, decision) in decided {
            guard case .accept(let references) = decision else { continue }
            let sealed = try statement(filing, documents: references, at: unit.now)
            statements.append(sealed)
            documents.append((filing.region, filing.submission, 0, references))
            timeline.append(
                TimelineRow(
                    sealed.statement.envelope, state: .received,
                    facts: TimelineFacts(documents: references.count)))
            unit.count("accepted", filing.submission, in: filing.region)
        }
        guard !statements.isEmpty else { return }
        FilingStore.take(documents, in: unit)
        try SealedStatement.say(statements, in: unit)
        try TimelineStore.insert(timeline, in: unit)
        FilingStore.awaitNotices(
            statements.map(\.statement.envelope).map { ($0.region, $0.subject, $0.id.value) }, in: unit)
    }

    private func statement(
        _ filing: Filing, documents: [DocumentReference], at now: Timestamp
    ) throws(ContractViolation) -> SealedStatement {
        try SealedStatement(
            SubmissionReceived(
                submissionID: filing.submission, number: filing.number, service: filing.service,
                channel: filing.channel, assistedBy: filing.assistedBy, identityKind: filing.identityKind,
                assuranceLevel: filing.assuranceLevel, language: filing.language, receivedAt: now,
                documents: documents, application: filing.application, contact: filing.contact,
                applicant: filing.person),
            parts: ["application": filing.application, "contact": filing.contact], about: filing.submission,
            in: filing.region, at: now, sequence: 1, traceparent: filing.traceparent)
    }

    /// Reads receipts of applications whose commit was lost; one that is not there may still come.
    func lookUp(_ filings: [Filing]) async throws -> [FilingAnswer] {
        let kept = try await receipts.read(filings.map { ($0.region, $0.submission) }, in: engine.pool)
        return filings.map { filing in
            kept[filing.submission].map(FilingAnswer.accepted) ?? .refused(.outcomeUnknown)
        }
    }
}

extension FilingDecision {
    /// The application whose receipt is given again.
    fileprivate var replayed: (region: RegionCode, id: SubmissionID)? {
        if case .replay(let region, let id) = self { return (region, id) }
        return nil
    }
}
