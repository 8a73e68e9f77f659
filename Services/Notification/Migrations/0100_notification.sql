-- What notification keeps. Business keys begin with the region.

-- What a region is called and which clocks it shows, filled by `mpp region import`; without a row a region has no name and its province's clocks.
CREATE TABLE regions (
    region text NOT NULL,
    name text NOT NULL,
    population bigint NOT NULL,
    time_zone text NOT NULL,
    CONSTRAINT regions_pkey PRIMARY KEY (region),
    CONSTRAINT regions_code CHECK (region ~ '^[1-9][0-9]{3}$'),
    CONSTRAINT regions_population CHECK (population >= 0),
    CONSTRAINT regions_time_zone CHECK (time_zone IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'))
);

-- One row for each application that was heard of. `reach` says what is known of the way to the applicant: `unknown`
-- until the contact arrives, then `reachable` or `unreachable`. The contact stays sealed; what is needed to choose a
-- channel stands beside it.
CREATE TABLE submissions (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    number text NOT NULL,
    reach text NOT NULL DEFAULT 'unknown',
    language text,
    channel text,
    recipient_hash bytea,
    unreachable_reason text,
    contact bytea,
    last_sequence bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT submissions_pkey PRIMARY KEY (region, submission_id),
    CONSTRAINT submissions_reach CHECK (reach IN ('unknown', 'reachable', 'unreachable')),
    CONSTRAINT submissions_reachable CHECK (reach <> 'reachable' OR (channel IS NOT NULL AND recipient_hash IS NOT NULL))
) WITH (fillfactor = 80);

-- The key of a sealed contact; backed up apart from the content, and gone when the content must be gone.
CREATE TABLE data_keys (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    part text NOT NULL,
    stored_key jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT data_keys_pkey PRIMARY KEY (region, submission_id, part)
);

-- One notice about one event to one recipient over one channel. `due_at` is when the sender takes it up; while it is
-- being handed over, it is the end of the sender's lease. `facts` is what it says, without personal data.
CREATE TABLE notices (
    region text NOT NULL,
    notice_id uuid NOT NULL,
    submission_id uuid NOT NULL,
    event_id text NOT NULL,
    event_type text NOT NULL,
    traceparent text,
    facts jsonb NOT NULL,
    recipient_hash bytea,
    channel text,
    message_id text,
    state text NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    open_attempt integer,
    refusals integer NOT NULL DEFAULT 0,
    is_possible_double boolean NOT NULL DEFAULT false,
    template_version integer,
    reason text,
    due_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    settled_at timestamptz,
    CONSTRAINT notices_pkey PRIMARY KEY (region, notice_id),
    CONSTRAINT notices_recipient UNIQUE NULLS NOT DISTINCT (region, event_id, recipient_hash, channel),
    CONSTRAINT notices_state CHECK (state IN ('awaiting-contact', 'pending', 'handing-over', 'uncertain',
        'handing-over-again', 'delivered', 'failed', 'uncertain-for-good')),
    CONSTRAINT notices_settled CHECK (
        (settled_at IS NOT NULL) = (state IN ('delivered', 'failed', 'uncertain-for-good'))),
    CONSTRAINT notices_due CHECK (
        (due_at IS NOT NULL) = (state IN ('pending', 'handing-over', 'uncertain', 'handing-over-again')))
) WITH (fillfactor = 70);
CREATE INDEX notices_due_at ON notices (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX notices_submission ON notices (region, submission_id);

CREATE VIEW audit_notices AS
    SELECT region, notice_id, submission_id, event_id, event_type, channel, message_id, state, attempts,
        is_possible_double, reason, created_at, due_at, settled_at
    FROM notices;
CREATE VIEW audit_possible_doubles AS
    SELECT region, notice_id, submission_id, event_id, channel, message_id, state, attempts, settled_at
    FROM notices WHERE is_possible_double;

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON submissions, notices TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON data_keys TO %I', service);
    EXECUTE format('GRANT SELECT ON regions TO %I', service);
    GRANT SELECT ON audit_notices, audit_possible_doubles TO auditor;
END $$;
