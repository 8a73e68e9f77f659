import Contracts
import Database

/// Reads the books of the four services in one snapshot of their database.
///
/// A message leaves its service only after the commit that holds its cause, and its effect is committed only after it
/// arrived; so a snapshot that shows an effect shows its cause, and what it shows of the cause alone is on its way. One
/// read-only REPEATABLE READ transaction over all four schemas is therefore consistent while the suite works.
/// - Isolation: belongs to the task that runs the transaction.
struct AuditReader: Sendable {
    let snapshot: DatabaseTransaction
    /// The only region to look at; nil for all.
    let region: String?

    /// The time of the snapshot.
    func takenAt() async throws -> Timestamp {
        try await snapshot.scalar("SELECT now()", as: SQLTimestamp.self)
            .map { Timestamp(microseconds: $0.microsecondsSince1970) } ?? .now()
    }

    /// What the counters say, and the rows that are few: open, on their way, waiting.
    func counters() async throws -> Ledger {
        var ledger = Ledger()
        for service in ServiceName.allCases {
            ledger.add(
                try await lines(
                    """
                    SELECT region, \(service.rawValue) || '.' || name, total, ids \
                    FROM \(identifier: service.rawValue).audit_counters \
                    WHERE (\(region)::text IS NULL OR region = \(region))
                    """))
            ledger.add(
                try await lines(
                    """
                    SELECT region, 'rows.' || place || '.' || consumer, \(unescaped: Tally.columns("submission_id")) \
                    FROM \(identifier: service.rawValue).audit_waiting \
                    WHERE region IS NOT NULL AND submission_id IS NOT NULL \
                    AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region, place, consumer
                    """))
        }
        ledger.add(try await lines(inTransit))
        ledger.add(try await lines(open))
        ledger.add(try await lines(openAtIntake))
        ledger.add(try await lines(openChecks))
        ledger.add(try await lines(onTheWayToArchive))
        return ledger
    }

    /// Open applications that nobody and nothing will move.
    func unmoved() async throws -> [AuditDifference] {
        try await faults(.mover, Self.unmoved(region))
    }

    /// The heads of the chains that are not their last records.
    func brokenHeads() async throws -> [AuditDifference] {
        try await faults(
            .chain,
            """
            SELECT h.region, coalesce(r.submission_id::text, 'record ' || h.chain_index) \
            FROM archiving.audit_chain_heads h LEFT JOIN LATERAL (SELECT c.chain_index, c.hash, c.submission_id \
            FROM archiving.audit_records c WHERE c.region = h.region ORDER BY c.chain_index DESC LIMIT 1) r ON true \
            WHERE (\(region)::text IS NULL OR h.region = \(region)) \
            AND (r.chain_index, r.hash) IS DISTINCT FROM (h.chain_index, h.hash)
            """)
    }

    /// How many chains there are.
    func chains() async throws -> Int64 {
        try await snapshot.scalar(
            "SELECT count(*) FROM archiving.audit_chain_heads WHERE (\(region)::text IS NULL OR region = \(region))",
            as: Int64.self) ?? 0
    }

    func lines(_ sql: SQL) async throws -> [LedgerLine] { try await snapshot.query(sql, as: LedgerLine.self) }

    /// Reads rows of region and id into one difference for each region.
    func faults(_ equation: Equation, _ sql: SQL) async throws -> [AuditDifference] {
        let rows = try await snapshot.query(sql, as: RegionalID.self)
        return Dictionary(grouping: rows, by: \.region).sorted { $0.key < $1.key }.map { region, rows in
            AuditDifference(equation, region: region, faults: rows.map(\.id))
        }
    }
}

/// An id with its region.
struct RegionalID: RowDecodable, Hashable, Sendable {
    let region: String
    let id: String

    init(row: inout Row) throws(DatabaseError) {
        region = try row.next()
        id = try row.next()
    }
}
