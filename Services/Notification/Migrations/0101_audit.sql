-- Notices that stand twice for one event, recipient and channel; empty while the constraint is there.

CREATE VIEW audit_double_notices AS
    SELECT region, submission_id, event_id, channel, count(*) AS notices
    FROM notices GROUP BY region, submission_id, event_id, recipient_hash, channel HAVING count(*) > 1;
GRANT SELECT ON audit_double_notices TO auditor;
