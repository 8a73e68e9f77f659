package import Contracts
package import Database

/// Reads the proofs of an application's records.
package struct ProofReader: Sendable {
    private let pool: DatabasePool

    /// Makes a reader.
    package init(pool: DatabasePool) { self.pool = pool }

    /// The proof of an application's records; nil when it has none.
    ///
    /// - Throws: `DatabaseError`.
    package func proof(of number: SubmissionNumber, in region: RegionCode) async throws -> RecordProof? {
        let rows = try await pool.query(
            """
            SELECT \(unescaped: RecordRow.columns) FROM records r WHERE r.region = \(region.digits) \
            AND r.number = \(number.value) ORDER BY r.chain_index
            """, as: RecordRow.self)
        guard !rows.isEmpty else { return nil }
        let documents = Dictionary(
            grouping: try await pool.query(
                """
                SELECT \(unescaped: DocumentRow.columns) FROM record_documents d WHERE d.region = \(region.digits) \
                AND d.record_id = ANY(\(rows.map(\.recordID.uuid))) ORDER BY d.record_id, d.position
                """, as: DocumentRow.self), by: \.recordID)
        let length = try await pool.scalar(
            "SELECT chain_index FROM chain_heads WHERE region = \(region.digits)", as: Int64.self)
        return RecordProof(
            number: number, region: region,
            records: rows.compactMap { row in
                row.link(documents: documents[row.recordID] ?? []).map(RecordProof.Entry.init)
            }, chainLength: length ?? 0)
    }
}
