-- What the audit reads besides counters and waiting messages: the journal without its bodies, the guard, and every later.

CREATE VIEW audit_events AS
    SELECT message_id, region, submission_id, sequence, type, source, exchange, recorded_at, causation FROM events;
CREATE VIEW audit_inbox AS SELECT message_id, consumer, received_at FROM inbox;
CREATE VIEW audit_schedules AS SELECT region, kind, key, submission_id, due_at FROM schedules;
CREATE OR REPLACE VIEW audit_waiting AS
    SELECT 'deferred' AS place, consumer, region, submission_id, reason, received_at AS since, message_id FROM deferred
    UNION ALL
    SELECT 'parked', consumer, region, submission_id, reason, parked_at, message_id FROM parked;
GRANT SELECT ON audit_events, audit_inbox, audit_schedules TO auditor;
