package import Contracts
import Crypto
package import Database
package import Documents
import Foundation

/// Proves that the archive is as it was written: walks each region's chain, hashes every record, its content and the
/// copies of its documents anew, and names the first fault.
///
/// Reads only; records that are appended meanwhile belong to the next walk.
package struct ArchiveVerifier: Sendable {
    private let pool: DatabasePool
    private let documents: EncryptedDocumentStore?
    private let page: Int64

    /// Makes a verifier.
    ///
    /// - Parameters:
    ///   - pool: the archive's database, its schema on the search path; the service's rights or an auditor's suffice.
    ///   - documents: the archive's own store; nil leaves the documents out.
    ///   - page: records read at once.
    package init(pool: DatabasePool, documents: EncryptedDocumentStore?, page: Int64 = 500) {
        self.pool = pool
        self.documents = documents
        self.page = page
    }

    /// Every region that has a chain or a head.
    package func regions() async throws -> [RegionCode] {
        let rows = try await pool.column(
            "SELECT region FROM audit_chain_heads UNION SELECT DISTINCT region FROM audit_chain_records ORDER BY 1",
            as: String.self)
        return try rows.map { try RegionCode($0) }
    }

    /// Walks one region's chain to its present end.
    ///
    /// - Parameters:
    ///   - region: the region.
    ///   - progress: told after each page how many records of how many are done.
    /// - Returns: what was found, up to the first fault.
    /// - Throws: `DatabaseError`, `DocumentError` when something cannot be read at all, such as for a missing key: that
    ///   says nothing about the archive.
    package func verify(
        _ region: RegionCode, progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) async throws -> ChainVerdict {
        let told = try await pool.query(
            "SELECT region, chain_index, hash FROM audit_chain_heads WHERE region = \(region.digits)", as: HeadRow.self
        ).first?.head
        let last =
            try await pool.scalar(
                "SELECT coalesce(max(chain_index), 0) FROM audit_chain_records WHERE region = \(region.digits)",
                as: Int64.self)
            ?? 0
        let end = told?.chainIndex ?? last
        var walk = ChainWalk(region: region)
        var verdict = ChainVerdict(region: region)
        while verdict.fault == nil, walk.nextIndex <= end {
            guard try await verifyPage(&walk, &verdict, upTo: end) else { break }
            progress(verdict.records, end)
        }
        if verdict.fault == nil { verdict.fault = walk.end(told: told) }
        verdict.head = walk.head
        return verdict
    }

    /// Walks one page.
    ///
    /// - Returns: false when there were no more records.
    private func verifyPage(
        _ walk: inout ChainWalk, _ verdict: inout ChainVerdict, upTo end: Int64
    ) async throws -> Bool {
        let region = walk.region
        let rows = try await pool.query(
            """
            SELECT \(unescaped: RecordRow.columns) FROM audit_chain_records r WHERE r.region = \(region.digits) \
            AND r.chain_index >= \(walk.nextIndex) AND r.chain_index <= \(end) ORDER BY r.chain_index LIMIT \(page)
            """, as: RecordRow.self)
        guard !rows.isEmpty else { return false }
        let ids = rows.map(\.recordID.uuid)
        let documents = Dictionary(
            grouping: try await pool.query(
                """
                SELECT \(unescaped: DocumentRow.columns) FROM audit_chain_documents d WHERE d.region = \(region.digits) \
                AND d.record_id = ANY(\(ids)) ORDER BY d.record_id, d.position
                """, as: DocumentRow.self), by: \.recordID)
        let contents = Dictionary(
            try await pool.query(
                """
                SELECT i, c.application_sha256, c.history_sha256, EXISTS (SELECT 1 FROM audit_chain_records s \
                WHERE s.region = \(region.digits) AND s.supplements = i AND s.kind = 'disposal') \
                FROM unnest(\(ids)) AS t (i) LEFT JOIN audit_chain_contents c ON c.region = \(region.digits) AND c.record_id = i
                """, as: ContentRow.self
            ).map { ($0.recordID, $0) }, uniquingKeysWith: { first, _ in first })
        for row in rows {
            verdict.fault = try await verify(
                row, documents[row.recordID] ?? [], contents[row.recordID], &walk, &verdict)
            if verdict.fault != nil { return true }
            verdict.records += 1
        }
        return true
    }

    private func verify(
        _ row: RecordRow, _ documents: [DocumentRow], _ content: ContentRow?, _ walk: inout ChainWalk,
        _ verdict: inout ChainVerdict
    ) async throws -> ChainFault? {
        // A gap is told before what stands behind it is read.
        guard row.chainIndex == walk.nextIndex else {
            return ChainFault(region: walk.region, chainIndex: walk.nextIndex, recordID: nil, what: .missingRecord)
        }
        func fault(_ what: ChainFault.What) -> ChainFault {
            ChainFault(region: walk.region, chainIndex: row.chainIndex, recordID: row.recordID, what: what)
        }
        guard let link = row.link(documents: documents) else { return fault(.unreadableRecord) }
        if let found = walk.on(link) { return found }
        if let content {
            if content.isDisposed { verdict.disposed += 1 }
            if let what = content.fault(of: link.facts) { return fault(what) }
            if content.isDisposed { return nil }
        }
        for document in link.facts.documents where document.status == .kept {
            guard let what = try await examine(document.reference) else {
                if self.documents != nil { verdict.documents += 1 }
                continue
            }
            return fault(what)
        }
        return nil
    }

    private func examine(_ document: DocumentReference) async throws -> ChainFault.What? {
        guard let documents else { return nil }
        do {
            var hash = SHA256()
            for try await chunk in try await documents.get(document.id) { hash.update(data: chunk) }
            return Hexadecimal.text(hash.finalize()) == document.sha256 ? nil : .alteredDocument(document.id)
        } catch DocumentError.notFound {
            return .missingDocument(document.id)
        } catch DocumentError.damaged {
            return .alteredDocument(document.id)
        }
    }
}
