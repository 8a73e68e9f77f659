-- Agencies' checks are counted from now on; those that are there already are counted here.

CREATE VIEW audit_numbers AS
    SELECT region, unit, year, sequence, number, submission_id, allocated_at, status FROM numbers;
GRANT SELECT ON audit_numbers TO auditor;

INSERT INTO counters AS c (region, name, shard, total, ids)
    SELECT region, 'checks.' || agency || '.asked', 0, count(*),
        bit_xor(('x' || encode(substring(uuid_send(submission_id) FROM 9), 'hex'))::bit(64)::bigint)
    FROM checks GROUP BY region, agency
    UNION ALL
    SELECT region, 'checks.' || agency || '.settled', 0, count(*),
        bit_xor(('x' || encode(substring(uuid_send(submission_id) FROM 9), 'hex'))::bit(64)::bigint)
    FROM checks WHERE standing NOT IN ('asked', 'waiting') GROUP BY region, agency;
