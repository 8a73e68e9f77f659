import Contracts
import Database
import Foundation
import Logging
package import Pipeline

/// Copies the documents of closed applications and writes their records: claimed in one transaction, copied outside any,
/// written in another.
package struct Archivist: DueSource {
    /// The name in logs and metrics.
    package let name = Archivist.source
    /// The name, for what makes accessions due.
    static let source = "accessions"
    private let collector: DocumentCollector
    private let vault: ArchiveVault
    private let policy: AccessionPolicy
    private let leaseSeconds: Int64
    private let group: Int64
    private let writer = ChainWriter()
    private let trouble: ArchiveTrouble

    /// Makes an archivist.
    ///
    /// - Parameters:
    ///   - collector: copies documents.
    ///   - vault: opens and seals.
    ///   - policy: waits and patience.
    ///   - leaseSeconds: how long a claim holds; longer than a group can take.
    ///   - group: applications in one transaction at most.
    ///   - trouble: told when the stores cannot be used.
    package init(
        collector: DocumentCollector, vault: ArchiveVault, policy: AccessionPolicy, leaseSeconds: Int64 = 120,
        group: Int64 = 50, trouble: ArchiveTrouble = ArchiveTrouble()
    ) {
        self.collector = collector
        self.vault = vault
        self.policy = policy
        self.leaseSeconds = leaseSeconds
        self.group = group
        self.trouble = trouble
    }

    /// Claims and archives, group after group, until nothing is due.
    package func runDue(limit: Int, in engine: Engine) async throws -> Int {
        var total = 0
        while total < limit {
            let claimed = try await engine.pool.query(
                """
                UPDATE accessions a SET due_at = now() + make_interval(secs => \(leaseSeconds)) \
                FROM (SELECT region, submission_id FROM accessions WHERE due_at <= now() ORDER BY due_at \
                LIMIT \(group) FOR UPDATE SKIP LOCKED) AS due \
                WHERE a.region = due.region AND a.submission_id = due.submission_id \
                RETURNING \(unescaped: Accession.columns)
                """, as: Accession.self)
            guard !claimed.isEmpty else { break }
            total += claimed.count
            // A task of its own, so that a shutdown does not reach into it: what was left claimed would wait for its lease.
            try await Task {
                let collected = await collect(claimed, logger: engine.logger)
                try await engine.perform { unit in try await write(collected, in: unit, logger: engine.logger) }
            }.value
            if Task.isCancelled { break }
        }
        return total
    }

    /// An application with what came of looking for its documents.
    private struct Collected: Sendable {
        let key: Accession.Key
        let file: AccessionFile?
        let findings: [DocumentID: DocumentFinding]
    }

    private func collect(_ claimed: [Accession], logger: Logger) async -> [Collected] {
        var collected: [Collected] = []
        var files: [(Accession.Key, AccessionFile)] = []
        for accession in claimed {
            guard let body = accession.body else { continue }
            do {
                files.append((accession.key, try AccessionFile(body: vault.unprotect(body, accession.event))))
            } catch {
                logger.error(
                    "the closing event of an application cannot be opened", error: error,
                    metadata: ["mpp.submission.id": "\(accession.key.submission)"])
                collected.append(Collected(key: accession.key, file: nil, findings: [:]))
            }
        }
        // One list of all documents, so that a group of many small applications is copied as fast as one large one.
        let findings = await collector.collect(files.flatMap(\.1.closed.documents))
        trouble.note(findings.values)
        for (key, file) in files { collected.append(Collected(key: key, file: file, findings: findings)) }
        return collected
    }

    private func write(_ collected: [Collected], in unit: UnitOfWork, logger: Logger) async throws {
        let byKey = Dictionary(collected.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let keys = byKey.keys.sorted()
        let rows = try await unit.transaction.query(
            """
            SELECT \(unescaped: Accession.columns) FROM accessions a WHERE a.state <> 'archived' \
            AND (a.region, a.submission_id) IN \
            (SELECT * FROM unnest(\(keys.map(\.region.digits)), \(keys.map(\.submission.uuid)))) \
            ORDER BY a.submission_id, a.region FOR UPDATE
            """, as: Accession.self)
        var drafts: [RecordDraft] = []
        var archived: [Accession] = []
        var waiting: [Wait] = []
        for row in rows {
            guard let found = byKey[row.key] else { continue }
            guard let file = found.file else {
                waiting.append(Wait(row, policy.longestWait, .blocked, "event-not-readable", nil, counts: true))
                continue
            }
            let age = (unit.now.microseconds - row.receivedAt.microseconds) / 1_000_000
            let decision = AccessionDecision(
                documents: file.closed.documents, findings: found.findings, tries: row.tries + 1, age: age,
                acceptsFindings: row.acceptsFindings, policy: policy)
            switch decision {
            case .archive(let documents):
                drafts.append(
                    try file.draft(
                        region: row.key.region, event: row.event, traceparent: row.traceparent, documents: documents,
                        sequence: row.lastSequence + 1, vault: vault, at: unit.now))
                archived.append(row)
                report(documents, of: row.key, logger)
            case .wait(let seconds, let state, let finding, let document, let counts):
                waiting.append(Wait(row, seconds, state, finding, document, counts: counts))
                logger.warning(
                    "an application cannot be archived yet",
                    metadata: ["mpp.submission.id": "\(row.key.submission)", "mpp.reason": "\(finding)"])
            }
        }
        try await writer.append(drafts, in: unit)
        close(archived, in: unit)
        hold(waiting, in: unit)
    }

    /// An application that waits.
    private struct Wait {
        let row: Accession
        let seconds: Int64
        let state: AccessionState
        let finding: String
        let document: DocumentID?
        let counts: Bool

        init(
            _ row: Accession, _ seconds: Int64, _ state: AccessionState, _ finding: String, _ document: DocumentID?,
            counts: Bool
        ) {
            self.row = row
            self.seconds = seconds
            self.state = state
            self.finding = finding
            self.document = document
            self.counts = counts
        }
    }

    private func close(_ rows: [Accession], in unit: UnitOfWork) {
        guard !rows.isEmpty else { return }
        unit.transaction.send(
            """
            UPDATE accessions a SET state = 'archived', body = NULL, due_at = NULL, archived_at = now(), \
            last_sequence = a.last_sequence + 1, tries = a.tries + 1, finding = NULL, finding_document = NULL \
            FROM unnest(\(rows.map(\.key.region.digits)), \(rows.map(\.key.submission.uuid))) AS t (r, s) \
            WHERE a.region = t.r AND a.submission_id = t.s
            """)
    }

    private func hold(_ waiting: [Wait], in unit: UnitOfWork) {
        guard !waiting.isEmpty else { return }
        unit.transaction.send(
            """
            UPDATE accessions a SET state = t.st, tries = a.tries + t.n, finding = t.f, finding_document = t.d, \
            due_at = now() + make_interval(secs => t.w) \
            FROM unnest(\(waiting.map(\.row.key.region.digits)), \(waiting.map(\.row.key.submission.uuid)), \
            \(waiting.map(\.state.rawValue)), \(waiting.map { Int32($0.counts ? 1 : 0) }), \(waiting.map(\.finding)), \
            \(waiting.map(\.document?.uuid)), \(waiting.map(\.seconds))) AS t (r, s, st, n, f, d, w) \
            WHERE a.region = t.r AND a.submission_id = t.s
            """)
    }

    /// A record that names a missing or altered document is never written in silence.
    private func report(_ documents: [RecordedDocument], of key: Accession.Key, _ logger: Logger) {
        for document in documents where document.status != .kept {
            trouble.noteLost()
            logger.error(
                "a record was written without one of its documents",
                metadata: [
                    "mpp.submission.id": "\(key.submission)", "mpp.document.id": "\(document.reference.id)",
                    "mpp.reason": "\(document.status.rawValue)",
                ])
        }
    }
}
