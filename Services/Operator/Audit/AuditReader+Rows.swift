import Database

extension AuditReader {
    /// Accepted, not heard of since, and not known to verification: bounded, since intake takes in no more than so many.
    var inTransit: SQL {
        """
        SELECT i.region, 'rows.inTransit', \(unescaped: Tally.columns("i.submission_id")) \
        FROM intake.audit_submissions i WHERE i.seen_at IS NULL \
        AND (\(region)::text IS NULL OR i.region = \(region)) \
        AND NOT EXISTS (SELECT 1 FROM verification.audit_submissions v \
        WHERE v.region = i.region AND v.submission_id = i.submission_id) GROUP BY i.region
        """
    }

    /// Open at verification.
    var open: SQL {
        """
        SELECT region, 'rows.open', \(unescaped: Tally.columns("submission_id")) \
        FROM verification.audit_submissions WHERE closed_at IS NULL \
        AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region
        """
    }

    /// Open at intake; whatever is open is awaited there, so the index of the nudges finds them.
    var openAtIntake: SQL {
        """
        SELECT region, 'rows.intake.open', \(unescaped: Tally.columns("submission_id")) \
        FROM intake.audit_submissions WHERE awaiting IS NOT NULL AND closed_at IS NULL \
        AND (\(region)::text IS NULL OR region = \(region)) GROUP BY region
        """
    }

    /// Checks that wait for an agency's answer, or for their next try.
    var openChecks: SQL {
        """
        SELECT region, 'rows.checks.' || agency || '.open', \(unescaped: Tally.columns("submission_id")) FROM ( \
        SELECT region, agency, submission_id FROM verification.audit_checks \
        WHERE awaiting IS NOT NULL AND standing = 'asked' AND (\(region)::text IS NULL OR region = \(region)) \
        UNION ALL \
        SELECT c.region, c.agency, c.submission_id FROM verification.audit_schedules d \
        JOIN verification.audit_checks c ON c.region = d.region AND c.check_id = d.key::uuid \
        WHERE d.kind = 'check-retry' AND c.standing = 'waiting' \
        AND (\(region)::text IS NULL OR d.region = \(region))) AS o GROUP BY region, agency
        """
    }

    /// Closed, awaiting the record, and without one.
    var onTheWayToArchive: SQL {
        """
        SELECT v.region, 'rows.archiving.onTheWay', \(unescaped: Tally.columns("v.submission_id")) \
        FROM verification.audit_submissions v WHERE v.awaiting IS NOT NULL AND v.closed_at IS NOT NULL \
        AND (\(region)::text IS NULL OR v.region = \(region)) \
        AND NOT EXISTS (SELECT 1 FROM archiving.audit_records r WHERE r.region = v.region \
        AND r.submission_id = v.submission_id AND r.kind = 'closure') GROUP BY v.region
        """
    }

    /// Open applications without an officer, a citizen, an agency, a due time or a parked message to move them.
    ///
    /// An agency moves them only where its question is nudged, a later try only where it is planned.
    static func unmoved(_ region: String?) -> SQL {
        """
        SELECT o.region, o.submission_id::text FROM verification.audit_submissions o WHERE o.closed_at IS NULL \
        AND o.state NOT IN ('correction-requested', 'in-decision', 'approved') \
        AND (\(region)::text IS NULL OR o.region = \(region)) \
        AND NOT EXISTS (SELECT 1 FROM verification.audit_checks c WHERE c.region = o.region \
        AND c.submission_id = o.submission_id AND c.standing = 'asked' AND c.awaiting IS NOT NULL) \
        AND NOT EXISTS (SELECT 1 FROM verification.audit_schedules d WHERE d.region = o.region \
        AND d.submission_id = o.submission_id AND d.kind = 'check-retry') \
        AND NOT EXISTS (SELECT 1 FROM verification.audit_waiting w WHERE w.submission_id = o.submission_id \
        AND w.consumer IN ('verification.events', 'verification.results')) ORDER BY 1, 2
        """
    }
}
