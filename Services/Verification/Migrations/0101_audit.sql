-- What the audit reads of permit numbers.
CREATE VIEW audit_numbers AS
    SELECT region, unit, year, sequence, number, submission_id, allocated_at, status FROM numbers;
GRANT SELECT ON audit_numbers TO auditor;

-- The audit counts what is open from these indexes alone; their columns change only where their first ones do.
DROP INDEX submissions_open;
CREATE INDEX submissions_open ON submissions (region, state_since) INCLUDE (id, state) WHERE closed_at IS NULL;
DROP INDEX checks_nudge;
CREATE INDEX checks_nudge ON checks (nudge_at) INCLUDE (region, submission_id, agency, standing)
    WHERE awaiting IS NOT NULL;

-- Agencies' checks are counted from now on; those that are there already are counted here.
INSERT INTO counters (region, name, shard, total, ids)
    SELECT region, 'checks.' || agency || '.asked', 0, count(*),
        bit_xor(('x' || encode(substring(uuid_send(submission_id) FROM 9), 'hex'))::bit(64)::bigint)
    FROM checks GROUP BY region, agency
    UNION ALL
    SELECT region, 'checks.' || agency || '.settled', 0, count(*),
        bit_xor(('x' || encode(substring(uuid_send(submission_id) FROM 9), 'hex'))::bit(64)::bigint)
    FROM checks WHERE standing NOT IN ('asked', 'waiting') GROUP BY region, agency;
