-- What verification knows: the state of every application, the agencies' checks, clocks and numbers.

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

-- Calendars of a region, or of the country (region 'ID'); filled by `mpp calendar import` and counting before the files
-- that the service was started with. `applied_at` is NULL until the open deadlines were worked out anew.
CREATE TABLE calendars (
    region text NOT NULL,
    year integer NOT NULL,
    version integer NOT NULL,
    content jsonb NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now(),
    applied_at timestamptz,
    CONSTRAINT calendars_pkey PRIMARY KEY (region, year, version),
    CONSTRAINT calendars_region CHECK (region = 'ID' OR region ~ '^[1-9][0-9]{3}$')
);

-- An application and where it stands. One row is locked for whatever happens to it.
CREATE TABLE submissions (
    region text NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    service_code text NOT NULL,
    service_version integer NOT NULL,
    channel text NOT NULL,
    assisted_by text,
    identity_kind text NOT NULL,
    assurance_level text NOT NULL,
    language text NOT NULL,
    received_at timestamptz NOT NULL,
    -- The person, by a keyed hash.
    nik_key_id text,
    nik_hmac bytea,
    documents jsonb NOT NULL,
    state text NOT NULL,
    state_since timestamptz NOT NULL,
    -- The open correction: where it came from, which round, what it asks for, until when.
    resuming text,
    round integer NOT NULL DEFAULT 0,
    defects jsonb,
    correction_due_at timestamptz,
    -- What looks odd; shown to the officer, refuses nothing.
    doubts jsonb,
    deadline_status text NOT NULL,
    deadline_due_at timestamptz,
    deadline_started_at timestamptz,
    deadline_pause text,
    deadline_calendar text,
    warned_percent integer NOT NULL DEFAULT 0,
    breached_at timestamptz,
    decision jsonb,
    permit_number text,
    closed_at timestamptz,
    archived_at timestamptz,
    disposed_at timestamptz,
    -- How many transitions and events there are about it.
    moves integer NOT NULL,
    last_sequence bigint NOT NULL,
    -- Whose message is missing, and when it is asked for again.
    awaiting text,
    nudge_at timestamptz,
    nudges integer NOT NULL DEFAULT 0,
    CONSTRAINT submissions_pkey PRIMARY KEY (region, id),
    CONSTRAINT submissions_number UNIQUE (number)
) WITH (fillfactor = 80);
CREATE INDEX submissions_id ON submissions (id);
CREATE INDEX submissions_open ON submissions (region, state_since) WHERE closed_at IS NULL;
CREATE INDEX submissions_nudge ON submissions (nudge_at) WHERE awaiting IS NOT NULL;

-- The sealed parts of an application without their keys.
CREATE TABLE sealed_parts (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    part text NOT NULL,
    schema_version integer NOT NULL,
    nonce text NOT NULL,
    ciphertext text NOT NULL,
    CONSTRAINT sealed_parts_pkey PRIMARY KEY (region, submission_id, part)
);
ALTER TABLE sealed_parts ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

-- The keys of the sealed parts: `passing` as they came and go on to others, `storage` wrapped for this service. Backed up
-- apart from the content; deleting them erases it.
CREATE TABLE data_keys (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    part text NOT NULL,
    purpose text NOT NULL,
    kid text NOT NULL,
    wrapped_key text NOT NULL,
    CONSTRAINT data_keys_pkey PRIMARY KEY (region, submission_id, part, purpose)
);

-- Every move of a state, append-only.
CREATE TABLE transitions (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    position integer NOT NULL,
    from_state text,
    to_state text NOT NULL,
    trigger text NOT NULL,
    at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id text,
    round integer,
    reasons jsonb,
    CONSTRAINT transitions_pkey PRIMARY KEY (region, submission_id, position)
);

-- The agencies' checks; one row over all attempts.
CREATE TABLE checks (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    id uuid NOT NULL,
    position integer NOT NULL,
    agency text NOT NULL,
    check_code text NOT NULL,
    is_required boolean NOT NULL,
    round integer NOT NULL,
    requested_at timestamptz NOT NULL,
    standing text NOT NULL,
    attempt integer NOT NULL,
    -- The message of the present attempt.
    request_id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL,
    next_try_at timestamptz,
    accepted_at timestamptz,
    expected_at timestamptz,
    agency_reference text,
    answer jsonb,
    answered_at timestamptz,
    awaiting text,
    nudge_at timestamptz,
    nudges integer NOT NULL DEFAULT 0,
    CONSTRAINT checks_pkey PRIMARY KEY (region, id)
) WITH (fillfactor = 80);
CREATE INDEX checks_submission ON checks (region, submission_id);
CREATE INDEX checks_id ON checks (id);
CREATE INDEX checks_request ON checks (request_id);
CREATE INDEX checks_nudge ON checks (nudge_at) WHERE awaiting IS NOT NULL;

-- Every word of an agency, whether it counted or not. The note is protected with the service's storage key.
CREATE TABLE answers (
    region text NOT NULL,
    check_id uuid NOT NULL,
    message_key text NOT NULL,
    submission_id uuid NOT NULL,
    type text NOT NULL,
    attempt integer NOT NULL,
    answer jsonb,
    note bytea,
    verdict text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT answers_pkey PRIMARY KEY (region, check_id, message_key)
);
CREATE INDEX answers_submission ON answers (region, submission_id);

-- The stretches of the legal clock.
CREATE TABLE clock_segments (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    position integer NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz,
    -- NULL while it runs.
    pause text,
    calendar_version text,
    CONSTRAINT clock_segments_pkey PRIMARY KEY (region, submission_id, position)
);

-- The registers of permit numbers, without gaps for each unit and year of the region's zone.
CREATE TABLE number_registers (
    region text NOT NULL,
    unit text NOT NULL,
    year integer NOT NULL,
    last_sequence bigint NOT NULL,
    CONSTRAINT number_registers_pkey PRIMARY KEY (region, unit, year)
) WITH (fillfactor = 50);

CREATE TABLE numbers (
    region text NOT NULL,
    unit text NOT NULL,
    year integer NOT NULL,
    sequence bigint NOT NULL,
    number text NOT NULL,
    submission_id uuid NOT NULL,
    allocated_at timestamptz NOT NULL DEFAULT now(),
    -- A number that was given out stays in the register; `void` says why it counts no longer.
    status text NOT NULL DEFAULT 'valid',
    reason text,
    CONSTRAINT numbers_pkey PRIMARY KEY (region, unit, year, sequence),
    CONSTRAINT numbers_status CHECK ((status = 'valid' AND reason IS NULL) OR (status = 'void' AND reason IS NOT NULL))
);
CREATE INDEX numbers_submission ON numbers (region, submission_id);

-- The bodies of `submission.closed` without the wrapped keys of their sealed parts: the journal keeps neither.
CREATE TABLE closings (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    message_id uuid NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT closings_pkey PRIMARY KEY (region, submission_id),
    CONSTRAINT closings_message UNIQUE (message_id)
);
ALTER TABLE closings ALTER COLUMN body SET STORAGE EXTERNAL;

-- Where each application stands and who has its next move; `mover` is NULL only where something is wrong.
CREATE VIEW audit_submissions AS
    SELECT s.region, s.id AS submission_id, s.service_code, s.service_version, s.state, s.state_since, s.received_at,
        s.closed_at, s.archived_at, s.round, s.deadline_status, s.deadline_due_at, s.breached_at, s.last_sequence,
        s.awaiting, s.nudge_at, s.nudges,
        CASE
            WHEN s.archived_at IS NOT NULL THEN 'nobody'
            WHEN s.closed_at IS NOT NULL THEN s.awaiting
            WHEN EXISTS (SELECT 1 FROM parked p WHERE p.submission_id = s.id
                AND p.consumer IN ('verification.events', 'verification.results')) THEN 'parked-message'
            WHEN s.state = 'correction-requested' THEN 'citizen'
            WHEN s.state IN ('in-decision', 'approved') THEN 'officer'
            WHEN EXISTS (SELECT 1 FROM checks c WHERE c.region = s.region AND c.submission_id = s.id
                AND c.standing = 'asked') THEN 'agency'
            WHEN EXISTS (SELECT 1 FROM schedules d WHERE d.region = s.region AND d.submission_id = s.id
                AND d.kind = 'check-retry') THEN 'due-time'
        END AS mover
    FROM submissions s;
CREATE VIEW audit_checks AS
    SELECT region, submission_id, id AS check_id, agency, check_code, is_required, round, requested_at, standing,
        attempt, request_id, asked_at, answer_by, next_try_at, accepted_at, expected_at, answered_at, awaiting, nudge_at,
        nudges
    FROM checks;
CREATE VIEW audit_answers AS
    SELECT region, submission_id, check_id, message_key, type, attempt, verdict, received_at FROM answers;
CREATE VIEW audit_transitions AS
    SELECT region, submission_id, position, from_state, to_state, trigger, at, actor_kind, actor_id, round, reasons
    FROM transitions;
-- Registers whose numbers are not exactly 1 to the last one.
CREATE VIEW audit_number_gaps AS
    SELECT r.region, r.unit, r.year, r.last_sequence, count(n.sequence) AS allocated
    FROM number_registers r
    LEFT JOIN numbers n ON n.region = r.region AND n.unit = r.unit AND n.year = r.year
    GROUP BY r.region, r.unit, r.year, r.last_sequence
    HAVING count(n.sequence) <> r.last_sequence OR coalesce(max(n.sequence), 0) <> r.last_sequence;

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT SELECT ON regions TO %I', service);
    EXECUTE format('GRANT SELECT, UPDATE ON calendars TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON submissions, checks, clock_segments, number_registers, numbers TO %I',
        service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON sealed_parts TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT ON transitions, answers, closings TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON data_keys TO %I', service);
    GRANT SELECT ON audit_submissions, audit_checks, audit_answers, audit_transitions, audit_number_gaps TO auditor;
END $$;
