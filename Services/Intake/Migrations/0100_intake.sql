-- What intake knows: uploads, applications as the citizen sees them, and what it waits for.

-- The regions that the suite serves; filled by `mpp region import`.
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

-- Documents that belong to no application yet; an application takes its rows away from here. The random id is also the
-- name under which the store keeps the content, so an upload has no region until it is used.
CREATE TABLE uploads (
    document_id uuid NOT NULL,
    subject text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    -- The client's key, when it gave one: a repeat of the upload gets the same document.
    idempotency_key text,
    uploaded_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    CONSTRAINT uploads_pkey PRIMARY KEY (document_id),
    CONSTRAINT uploads_idempotency UNIQUE (subject, idempotency_key)
);
CREATE INDEX uploads_expiry ON uploads (expires_at);

CREATE TABLE submissions (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    number text NOT NULL,
    -- Who filed it, by the issuer's opaque name, and under which key.
    subject text NOT NULL,
    idempotency_key text NOT NULL,
    body_hash bytea,
    service_code text NOT NULL,
    service_version integer NOT NULL,
    channel text NOT NULL,
    assisted_by text,
    identity_kind text NOT NULL,
    assurance_level text NOT NULL,
    language text NOT NULL,
    -- The person, by a keyed hash.
    nik_key_id text,
    nik_hmac bytea,
    deadline_rule jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    -- The last number that intake has given about it.
    last_sequence bigint NOT NULL DEFAULT 1,
    -- What verification has said last.
    state text NOT NULL DEFAULT 'received',
    state_sequence bigint NOT NULL DEFAULT 0,
    last_event text,
    deadline jsonb,
    waiting_for jsonb,
    -- The correction that is asked for; NULL when none is.
    correction jsonb,
    correction_round integer NOT NULL DEFAULT 0,
    -- The round that the applicant has answered.
    corrected_round integer NOT NULL DEFAULT 0,
    withdrawal_requested_at timestamptz,
    seen_at timestamptz,
    closed_at timestamptz,
    outcome jsonb,
    archived_at timestamptz,
    record jsonb,
    disposed_at timestamptz,
    -- Whose messages are missing, and when they are asked for again.
    awaiting text,
    nudge_at timestamptz,
    nudges integer NOT NULL DEFAULT 0,
    CONSTRAINT submissions_pkey PRIMARY KEY (region, submission_id),
    CONSTRAINT submissions_number UNIQUE (number),
    CONSTRAINT submissions_idempotency UNIQUE (subject, idempotency_key)
) WITH (fillfactor = 80);
-- One open application of a person for a service of a region.
CREATE UNIQUE INDEX submissions_open_person ON submissions (region, service_code, nik_hmac)
    WHERE closed_at IS NULL AND nik_hmac IS NOT NULL;
CREATE INDEX submissions_own ON submissions (subject, submission_id);
CREATE INDEX submissions_unseen ON submissions (received_at) WHERE seen_at IS NULL;
CREATE INDEX submissions_nudge ON submissions (nudge_at) WHERE awaiting IS NOT NULL;

-- The documents of an application. A replaced one stays with the round that replaced it.
CREATE TABLE documents (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    document_id uuid NOT NULL,
    position integer NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    -- 0 for the application itself, else the round of the correction that brought it.
    round integer NOT NULL DEFAULT 0,
    replaced_in_round integer,
    -- When the store may drop the content, and when it has.
    removable_at timestamptz,
    removed_at timestamptz,
    CONSTRAINT documents_pkey PRIMARY KEY (region, submission_id, document_id),
    CONSTRAINT documents_id UNIQUE (document_id)
);
CREATE INDEX documents_removable ON documents (removable_at) WHERE removable_at IS NOT NULL AND removed_at IS NULL;

-- Further requests of the applicant, for their idempotency.
CREATE TABLE amendments (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    message_id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    idempotency_key text NOT NULL,
    body_hash bytea,
    round integer,
    accepted_at timestamptz NOT NULL,
    CONSTRAINT amendments_pkey PRIMARY KEY (region, submission_id, message_id),
    CONSTRAINT amendments_idempotency UNIQUE (subject, idempotency_key)
);

-- The bodies of messages with sealed parts, without the wrapped keys, which stand in data_keys: the journal keeps
-- neither, so that destroying the keys of an application erases it here.
CREATE TABLE sealed_bodies (
    message_id uuid NOT NULL,
    region text NOT NULL,
    submission_id uuid NOT NULL,
    type text NOT NULL,
    sequence bigint NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT sealed_bodies_pkey PRIMARY KEY (message_id)
);
ALTER TABLE sealed_bodies ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX sealed_bodies_submission ON sealed_bodies (region, submission_id, sequence);

CREATE TABLE data_keys (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    message_id uuid NOT NULL,
    part text NOT NULL,
    kid text NOT NULL,
    wrapped_key text NOT NULL,
    CONSTRAINT data_keys_pkey PRIMARY KEY (region, submission_id, message_id, part)
);

-- What the citizen is shown, one row for each event. The order follows from `sequence` and `causation`, never from
-- times.
CREATE TABLE timeline (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    message_id text NOT NULL,
    source text NOT NULL,
    sequence bigint,
    causation text,
    type text NOT NULL,
    state text,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    facts jsonb NOT NULL,
    CONSTRAINT timeline_pkey PRIMARY KEY (region, submission_id, message_id)
);

-- Events that must lead to a notice and have not yet.
CREATE TABLE awaited_notices (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    event_message_id text NOT NULL,
    since timestamptz NOT NULL,
    CONSTRAINT awaited_notices_pkey PRIMARY KEY (region, submission_id, event_message_id)
);

CREATE VIEW audit_submissions AS
    SELECT region, submission_id, state, received_at, seen_at, closed_at, archived_at, disposed_at, awaiting, nudge_at,
        nudges, last_sequence, state_sequence
    FROM submissions;
CREATE VIEW audit_awaited_notices AS
    SELECT region, submission_id, event_message_id, since FROM awaited_notices;

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT SELECT ON regions TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON uploads TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON submissions, documents, amendments TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT ON sealed_bodies, timeline TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON data_keys, awaited_notices TO %I', service);
    GRANT SELECT ON audit_submissions, audit_awaited_notices TO auditor;
END $$;
