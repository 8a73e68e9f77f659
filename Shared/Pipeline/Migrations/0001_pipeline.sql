-- The engine's tables, one set in the schema of each service. The schema's name is also the service's role.

-- The journal: all that this service has said, append-only. A NULL body holds personal data in clear on the wire and is
-- rebuilt by its owner when it has to be sent again.
CREATE TABLE events (
    recorded_at timestamptz NOT NULL DEFAULT now(),
    message_id uuid NOT NULL,
    region text NOT NULL,
    submission_id uuid NOT NULL,
    sequence bigint,
    type text NOT NULL,
    source text NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    occurred_at timestamptz NOT NULL,
    causation text,
    traceparent text,
    tracestate text,
    body bytea,
    CONSTRAINT events_pkey PRIMARY KEY (recorded_at, message_id)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX events_submission ON events (region, submission_id, recorded_at);
CREATE TABLE events_rest PARTITION OF events DEFAULT;

-- Makes the monthly partitions of the journal from this month on. Idempotent.
CREATE FUNCTION ensure_event_partitions(months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first_day date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    from_day date;
    part text;
BEGIN
    FOR i IN 0..months LOOP
        from_day := first_day + make_interval(months => i);
        part := 'events_' || to_char(from_day, 'YYYY_MM');
        IF to_regclass(format('%I.%I', current_schema(), part)) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)', part,
                to_char(from_day, 'YYYY-MM-DD') || ' 00:00:00+00',
                to_char(from_day + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
            EXECUTE format('ALTER TABLE %I ALTER COLUMN body SET STORAGE MAIN', part);
        END IF;
    END LOOP;
END $$;
SELECT ensure_event_partitions(13);

-- What the broker has not confirmed yet. `attempt` is what `mpp-attempt` says; `tries` counts failed hand-overs.
CREATE TABLE outbox (
    message_id uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    available_at timestamptz NOT NULL,
    attempt integer NOT NULL DEFAULT 1,
    tries integer NOT NULL DEFAULT 0,
    CONSTRAINT outbox_pkey PRIMARY KEY (message_id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_cost_delay = 0);
CREATE INDEX outbox_available ON outbox (available_at);

-- The guard: a message whose effect is in the database.
CREATE TABLE inbox (
    message_id text NOT NULL,
    consumer text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_pkey PRIMARY KEY (message_id, consumer)
);

-- The last number seen of each (source, submission) whose messages are applied in order.
CREATE TABLE positions (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    source text NOT NULL,
    last_sequence bigint NOT NULL,
    CONSTRAINT positions_pkey PRIMARY KEY (region, submission_id, source)
);

-- Messages that wait for their turn, and messages that wait for an operator. `body` is protected by the service. They
-- keep their place among the messages of their submission when they move from one table to the other.
CREATE SEQUENCE arrivals;

CREATE TABLE deferred (
    consumer text NOT NULL,
    message_id text NOT NULL,
    region text,
    submission_id uuid,
    arrival bigint NOT NULL DEFAULT nextval('arrivals'),
    reason text NOT NULL,
    due_at timestamptz NOT NULL,
    tries integer NOT NULL DEFAULT 0,
    replays integer NOT NULL DEFAULT 0,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    properties bytea NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT deferred_pkey PRIMARY KEY (consumer, message_id)
);
CREATE INDEX deferred_due ON deferred (consumer, due_at, arrival);
CREATE INDEX deferred_submission ON deferred (submission_id);

CREATE TABLE parked (
    consumer text NOT NULL,
    message_id text NOT NULL,
    region text,
    submission_id uuid,
    arrival bigint NOT NULL DEFAULT nextval('arrivals'),
    reason text NOT NULL,
    detail text NOT NULL,
    exchange text NOT NULL,
    routing_key text NOT NULL,
    properties bytea NOT NULL,
    body bytea,
    replays integer NOT NULL DEFAULT 0,
    parked_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT parked_pkey PRIMARY KEY (consumer, message_id)
);
CREATE INDEX parked_submission ON parked (submission_id);

-- Every "later" that is not a column of its own row.
CREATE TABLE schedules (
    region text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    submission_id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    CONSTRAINT schedules_pkey PRIMARY KEY (region, kind, key)
);
CREATE INDEX schedules_due ON schedules (due_at, region);
CREATE INDEX schedules_region_due ON schedules (region, due_at);
CREATE INDEX schedules_submission ON schedules (submission_id);

-- Counts for the audit, spread over shards so that batches do not wait for one another. `ids` is the xor of the low
-- 64 bits of the submission ids counted.
CREATE TABLE counters (
    region text NOT NULL,
    name text NOT NULL,
    shard smallint NOT NULL,
    total bigint NOT NULL,
    ids bigint NOT NULL,
    CONSTRAINT counters_pkey PRIMARY KEY (region, name, shard)
) WITH (fillfactor = 50);

-- Who was given personal data, why, and which fields.
CREATE TABLE access_log (
    id bigint GENERATED ALWAYS AS IDENTITY,
    region text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    principal text NOT NULL,
    role text NOT NULL,
    purpose text NOT NULL,
    fields text[] NOT NULL,
    submission_id uuid NOT NULL,
    CONSTRAINT access_log_pkey PRIMARY KEY (region, id)
);
CREATE INDEX access_log_submission ON access_log (submission_id);

-- The chain over the access log: one link for each entry, appended by one process at a time.
CREATE TABLE access_log_links (
    region text NOT NULL,
    chain_index bigint NOT NULL,
    entry_id bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT access_log_links_pkey PRIMARY KEY (region, chain_index),
    CONSTRAINT access_log_links_entry UNIQUE (region, entry_id)
);

CREATE VIEW audit_counters AS
    SELECT region, name, sum(total)::bigint AS total, bit_xor(ids) AS ids FROM counters GROUP BY region, name;
CREATE VIEW audit_waiting AS
    SELECT 'deferred' AS place, consumer, region, submission_id, reason, received_at AS since FROM deferred
    UNION ALL
    SELECT 'parked', consumer, region, submission_id, reason, parked_at FROM parked;
CREATE VIEW audit_outbox AS
    SELECT message_id, recorded_at, available_at, attempt, tries FROM outbox;

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I, auditor', service, service);
    EXECUTE format('GRANT SELECT, INSERT ON events, inbox, access_log, access_log_links TO %I', service);
    EXECUTE format(
        'GRANT SELECT, INSERT, UPDATE, DELETE ON outbox, positions, deferred, parked, schedules, counters TO %I',
        service);
    EXECUTE format('GRANT USAGE ON SEQUENCE arrivals TO %I', service);
    GRANT SELECT ON audit_counters, audit_waiting, audit_outbox TO auditor;
END $$;
