import Contracts
import Database

extension AuditReader {
    /// Counts all rows anew.
    func recount(into ledger: inout Ledger) async throws {
        for sql in [acceptedRows, seenRows, recordRows, checkRows] { ledger.add(try await lines(sql)) }
        for service in ServiceName.allCases { ledger.add(try await lines(heardRows(by: service))) }
    }

    /// What has an effect twice, or not at all where it must have one.
    func effects() async throws -> [AuditDifference] {
        try await faults(.notices, doubleNotices) + faults(.records, wrongRecords) + faults(.numbers, wrongNumbers)
            + faults(.events, wrongSequences) + faults(.closing, wrongClosings)
    }

    /// Notices that may have reached somebody twice; listed, not a fault.
    func possibleDoubles() async throws -> Int64 {
        try await snapshot.scalar(
            """
            SELECT count(*) FROM notification.audit_possible_doubles \
            WHERE (\(region)::text IS NULL OR region = \(region))
            """, as: Int64.self) ?? 0
    }

    private var acceptedRows: SQL {
        """
        SELECT region, 'rows.intake.' || what, \(unescaped: Tally.columns("submission_id")) \
        FROM intake.audit_submissions, unnest(CASE WHEN closed_at IS NULL THEN '{accepted}'::text[] \
        ELSE '{accepted,closed}' END) AS what \
        WHERE (\(region)::text IS NULL OR region = \(region)) GROUP BY region, what
        """
    }

    private var seenRows: SQL {
        """
        SELECT region, 'rows.verification.' || what, \(unescaped: Tally.columns("submission_id")) \
        FROM verification.audit_submissions, unnest(CASE WHEN closed_at IS NULL THEN '{seen}'::text[] \
        ELSE '{seen,closed}' END) AS what \
        WHERE (\(region)::text IS NULL OR region = \(region)) GROUP BY region, what
        """
    }

    private var recordRows: SQL {
        """
        SELECT region, 'rows.archiving.archived', \(unescaped: Tally.columns("submission_id")) \
        FROM archiving.audit_records WHERE kind = 'closure' AND (\(region)::text IS NULL OR region = \(region)) \
        GROUP BY region
        """
    }

    private var checkRows: SQL {
        """
        SELECT region, 'rows.checks.' || agency || '.' || what, \(unescaped: Tally.columns("submission_id")) \
        FROM verification.audit_checks, unnest(CASE WHEN standing IN ('asked', 'waiting') THEN '{asked}'::text[] \
        ELSE '{asked,settled}' END) AS what \
        WHERE (\(region)::text IS NULL OR region = \(region)) GROUP BY region, agency, what
        """
    }

    /// Events of all journals whose effect a service has.
    private func heardRows(by service: ServiceName) -> SQL {
        let consumer = WireNames.Queue.events(service)
        return """
            SELECT e.region, 'rows.heard.' || \(consumer), \(unescaped: Tally.columns("e.submission_id")) \
            FROM (\(unescaped: Self.journals)) e JOIN \(identifier: service.rawValue).audit_inbox b \
            ON b.message_id = e.message_id::text AND b.consumer = \(consumer) \
            WHERE (\(region)::text IS NULL OR e.region = \(region)) GROUP BY e.region
            """
    }

    /// The events of all services.
    static let journals = ServiceName.allCases.map {
        """
        SELECT '\($0.rawValue)' AS service, message_id, region, submission_id, sequence, type, source, recorded_at \
        FROM \($0.rawValue).audit_events WHERE exchange = '\(WireNames.Exchange.events)'
        """
    }.joined(separator: " UNION ALL ")

    private var doubleNotices: SQL {
        """
        SELECT region, submission_id::text FROM notification.audit_double_notices \
        WHERE (\(region)::text IS NULL OR region = \(region)) ORDER BY 1, 2
        """
    }

    /// More than one closure of a submission, none where one was told, one of a submission that is not closed.
    private var wrongRecords: SQL {
        """
        SELECT coalesce(v.region, r.region), coalesce(v.submission_id, r.submission_id)::text FROM \
        (SELECT region, submission_id, archived_at, closed_at FROM verification.audit_submissions \
        WHERE (\(region)::text IS NULL OR region = \(region))) v FULL JOIN \
        (SELECT region, submission_id, count(*) AS records FROM archiving.audit_records WHERE kind = 'closure' \
        AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region, submission_id) r \
        ON r.region = v.region AND r.submission_id = v.submission_id \
        WHERE r.records > 1 OR (r.records IS NULL AND v.archived_at IS NOT NULL) \
        OR (r.records IS NOT NULL AND v.closed_at IS NULL) \
        UNION SELECT a.region, a.submission_id::text FROM archiving.audit_accessions a WHERE a.state = 'archived' \
        AND (\(region)::text IS NULL OR a.region = \(region)) AND NOT EXISTS (SELECT 1 FROM archiving.audit_records c \
        WHERE c.region = a.region AND c.submission_id = a.submission_id AND c.kind = 'closure') ORDER BY 1, 2
        """
    }

    /// Registers with gaps, numbers that were given twice, submissions with two valid numbers.
    private var wrongNumbers: SQL {
        """
        SELECT region, unit || ' ' || year FROM verification.audit_number_gaps \
        WHERE (\(region)::text IS NULL OR region = \(region)) \
        UNION ALL SELECT min(region), number FROM verification.audit_numbers \
        WHERE (\(region)::text IS NULL OR region = \(region)) GROUP BY number HAVING count(*) > 1 \
        UNION ALL SELECT region, submission_id::text FROM verification.audit_numbers WHERE status = 'valid' \
        AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region, submission_id HAVING count(*) > 1 \
        ORDER BY 1, 2
        """
    }

    /// Submissions about which a service has left a number out or given it twice.
    private var wrongSequences: SQL {
        """
        SELECT region, submission_id::text FROM (\(unescaped: Self.journals)) e WHERE sequence IS NOT NULL \
        AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region, submission_id, source \
        HAVING count(*) <> max(sequence) OR min(sequence) <> 1 OR count(DISTINCT sequence) <> count(*) ORDER BY 1, 2
        """
    }

    private var wrongClosings: SQL {
        """
        SELECT coalesce(v.region, e.region), coalesce(v.submission_id, e.submission_id)::text FROM \
        (SELECT region, submission_id, closed_at FROM verification.audit_submissions \
        WHERE (\(region)::text IS NULL OR region = \(region))) v FULL JOIN \
        (SELECT region, submission_id, count(*) AS closings FROM verification.audit_events \
        WHERE type = \(MessageType.submissionClosed.rawValue) AND (\(region)::text IS NULL OR region = \(region)) \
        GROUP BY region, submission_id) e ON e.region = v.region AND e.submission_id = v.submission_id \
        WHERE coalesce(e.closings, 0) <> CASE WHEN v.closed_at IS NULL THEN 0 ELSE 1 END ORDER BY 1, 2
        """
    }
}
