import Database

extension AuditReader {
    /// Finds the submissions that make differences, by exact queries over the regions that differ and no others.
    ///
    /// Where no query can tell, as for a message that vanished, the xor of the two sides names the one.
    func namingIDs(_ differences: [AuditDifference]) async throws -> [AuditDifference] {
        var found: [Equation: [String: [String]]] = [:]
        for (equation, group) in Dictionary(grouping: differences, by: \.equation) {
            let regions = Array(Set(group.map(\.region))).sorted()
            guard let sql = lookup(equation, in: regions) else { continue }
            let rows = try await snapshot.query(sql, as: RegionalID.self)
            found[equation] = Dictionary(grouping: rows, by: \.region).mapValues { $0.map(\.id) }
        }
        var named: [AuditDifference] = []
        for var difference in differences {
            if difference.ids.isEmpty {
                difference.ids = Array(
                    (found[difference.equation]?[difference.region] ?? []).prefix(AuditDifference.idLimit))
            }
            if difference.ids.isEmpty, let low = difference.tally.singleID {
                difference.ids = [try await name(low, in: difference.region)]
            }
            named.append(difference)
        }
        return named
    }

    /// Applications that intake took in, that are not on their way, and that verification does not know; or the reverse.
    func lost() async throws -> [AuditDifference] {
        try await faults(.accepted, lostApplications(in: nil))
    }

    private func lookup(_ equation: Equation, in regions: [String]) -> SQL? {
        switch equation {
        case .accepted: lostApplications(in: regions)
        case .seen: forgotten("verification", in: regions)
        case .intake: forgotten("intake", in: regions)
        case .agency: unplannedChecks(in: regions)
        case .archive: unarchived(in: regions)
        default: nil
        }
    }

    private func lostApplications(in regions: [String]?) -> SQL {
        """
        SELECT i.region, i.submission_id::text FROM intake.audit_submissions i \
        WHERE (\(regions)::text[] IS NULL OR i.region = ANY(\(regions))) \
        AND (\(region)::text IS NULL OR i.region = \(region)) \
        AND NOT EXISTS (SELECT 1 FROM verification.audit_submissions v \
        WHERE v.region = i.region AND v.submission_id = i.submission_id) \
        AND (i.seen_at IS NOT NULL OR i.awaiting IS NULL OR EXISTS (SELECT 1 FROM intake.audit_events e \
        JOIN verification.audit_inbox b ON b.message_id = e.message_id::text AND b.consumer = 'verification.events' \
        WHERE e.region = i.region AND e.submission_id = i.submission_id AND e.type = 'submission.received.v1')) \
        UNION ALL SELECT v.region, v.submission_id::text FROM verification.audit_submissions v \
        WHERE (\(regions)::text[] IS NULL OR v.region = ANY(\(regions))) \
        AND (\(region)::text IS NULL OR v.region = \(region)) \
        AND NOT EXISTS (SELECT 1 FROM intake.audit_submissions i \
        WHERE i.region = v.region AND i.submission_id = v.submission_id) ORDER BY 1, 2
        """
    }

    /// Applications that stand in a service's journal and not in its table.
    private func forgotten(_ service: String, in regions: [String]) -> SQL {
        """
        SELECT DISTINCT e.region, e.submission_id::text FROM \(identifier: service).audit_events e \
        WHERE e.region = ANY(\(regions)) AND e.sequence = 1 AND NOT EXISTS \
        (SELECT 1 FROM \(identifier: service).audit_submissions s \
        WHERE s.region = e.region AND s.submission_id = e.submission_id) ORDER BY 1, 2
        """
    }

    /// Open checks without anything that brings them on.
    private func unplannedChecks(in regions: [String]) -> SQL {
        """
        SELECT c.region, c.submission_id::text FROM verification.audit_checks c WHERE c.region = ANY(\(regions)) \
        AND ((c.standing = 'asked' AND c.awaiting IS NULL) OR (c.standing = 'waiting' AND NOT EXISTS \
        (SELECT 1 FROM verification.audit_schedules d WHERE d.region = c.region AND d.kind = 'check-retry' \
        AND d.key = c.check_id::text))) ORDER BY 1, 2
        """
    }

    private func unarchived(in regions: [String]) -> SQL {
        """
        SELECT v.region, v.submission_id::text FROM verification.audit_submissions v WHERE v.region = ANY(\(regions)) \
        AND v.closed_at IS NOT NULL AND v.awaiting IS NULL AND NOT EXISTS (SELECT 1 FROM archiving.audit_records r \
        WHERE r.region = v.region AND r.submission_id = v.submission_id AND r.kind = 'closure') ORDER BY 1, 2
        """
    }

    /// The submission whose id ends so; its end alone where no table has it.
    private func name(_ low: Int64, in region: String) async throws -> String {
        try await snapshot.scalar(
            """
            SELECT submission_id::text FROM intake.audit_submissions WHERE region = \(region) \
            AND \(unescaped: Tally.lowBits("submission_id")) = \(low) \
            UNION SELECT submission_id::text FROM verification.audit_submissions WHERE region = \(region) \
            AND \(unescaped: Tally.lowBits("submission_id")) = \(low) LIMIT 1
            """, as: String.self) ?? Tally.partialID(low)
    }
}
