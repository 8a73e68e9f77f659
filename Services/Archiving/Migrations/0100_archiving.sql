-- What archiving keeps. Business keys begin with the region.

-- One row for each closed application: what has to be done until its record stands in the chain. `body` is the closing
-- event, protected; it goes when the record is written. `due_at` is when the archivist takes it up, or the end of the
-- archivist's lease.
CREATE TABLE accessions (
    region text NOT NULL,
    submission_id uuid NOT NULL,
    number text NOT NULL,
    event_id text NOT NULL,
    traceparent text,
    state text NOT NULL DEFAULT 'collecting',
    body bytea,
    last_sequence bigint NOT NULL DEFAULT 0,
    tries integer NOT NULL DEFAULT 0,
    finding text,
    finding_document uuid,
    accepts_findings boolean NOT NULL DEFAULT false,
    due_at timestamptz,
    received_at timestamptz NOT NULL DEFAULT now(),
    archived_at timestamptz,
    CONSTRAINT accessions_pkey PRIMARY KEY (region, submission_id),
    CONSTRAINT accessions_state CHECK (state IN ('collecting', 'blocked', 'archived')),
    CONSTRAINT accessions_body CHECK ((body IS NULL) = (state = 'archived')),
    CONSTRAINT accessions_due CHECK ((due_at IS NULL) = (state = 'archived'))
) WITH (fillfactor = 70);
CREATE INDEX accessions_due_at ON accessions (due_at) WHERE due_at IS NOT NULL;

-- The chain: facts and hashes, written once. The hash is SHA-256 over the canonical form of all other columns and of the
-- record's documents.
CREATE TABLE records (
    region text NOT NULL,
    chain_index bigint NOT NULL,
    record_id uuid NOT NULL,
    kind text NOT NULL,
    supplements uuid,
    note text,
    submission_id uuid NOT NULL,
    number text NOT NULL,
    event_id text NOT NULL,
    service text NOT NULL,
    service_version integer NOT NULL,
    state text NOT NULL,
    permit_number text,
    received_at timestamptz NOT NULL,
    closed_at timestamptz NOT NULL,
    correction_rounds integer NOT NULL,
    retention_classification text NOT NULL,
    retention_start text NOT NULL,
    retention_active_years integer NOT NULL,
    retention_inactive_years integer NOT NULL,
    retention_disposition text NOT NULL,
    retention_basis text NOT NULL,
    disposal_not_before date,
    application_sha256 bytea,
    history_sha256 bytea,
    archived_at timestamptz NOT NULL,
    previous_hash bytea,
    hash bytea NOT NULL,
    CONSTRAINT records_pkey PRIMARY KEY (region, chain_index),
    CONSTRAINT records_id UNIQUE (region, record_id),
    CONSTRAINT records_kind CHECK (kind IN ('closure', 'supplement', 'disposal')),
    CONSTRAINT records_supplements CHECK ((supplements IS NULL) = (kind = 'closure')),
    CONSTRAINT records_first CHECK (chain_index >= 1 AND (previous_hash IS NULL) = (chain_index = 1)),
    CONSTRAINT records_hash CHECK (octet_length(hash) = 32)
);
CREATE UNIQUE INDEX records_closure ON records (region, submission_id) WHERE kind = 'closure';
CREATE INDEX records_supplements_of ON records (region, supplements) WHERE supplements IS NOT NULL;
CREATE INDEX records_number ON records (region, number);
CREATE INDEX records_disposal ON records (region, disposal_not_before) WHERE disposal_not_before IS NOT NULL;

CREATE TABLE record_documents (
    region text NOT NULL,
    record_id uuid NOT NULL,
    position integer NOT NULL,
    document_id uuid NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 text NOT NULL,
    status text NOT NULL,
    CONSTRAINT record_documents_pkey PRIMARY KEY (region, record_id, position),
    CONSTRAINT record_documents_status CHECK (status IN ('kept', 'missing', 'altered'))
);

-- The sealed content of a record, and its keys: the first can be disposed of when its time is over, the second makes
-- what is left in copies unreadable. The chain hashes the sealed bytes and stays valid without either.
CREATE TABLE contents (
    region text NOT NULL,
    record_id uuid NOT NULL,
    application bytea NOT NULL,
    history bytea NOT NULL,
    CONSTRAINT contents_pkey PRIMARY KEY (region, record_id)
);
CREATE TABLE data_keys (
    region text NOT NULL,
    record_id uuid NOT NULL,
    part text NOT NULL,
    stored_key jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT data_keys_pkey PRIMARY KEY (region, record_id, part)
);

-- The last record of each chain, written with it: what the chain is compared with, so that cutting its end off is seen.
CREATE TABLE chain_heads (
    region text NOT NULL,
    chain_index bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT chain_heads_pkey PRIMARY KEY (region)
) WITH (fillfactor = 50);

-- Not even the owner changes a record by mistake.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a record of the archive is never changed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER records_unchanged BEFORE UPDATE OR DELETE ON records
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER records_kept BEFORE TRUNCATE ON records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER record_documents_unchanged BEFORE UPDATE OR DELETE ON record_documents
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contents_unchanged BEFORE UPDATE ON contents
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE VIEW audit_accessions AS
    SELECT region, submission_id, event_id, state, tries, finding, finding_document, accepts_findings, due_at,
        received_at, archived_at
    FROM accessions;
CREATE VIEW audit_records AS
    SELECT region, chain_index, record_id, kind, supplements, submission_id, state, retention_classification,
        disposal_not_before, archived_at, previous_hash, hash
    FROM records;
CREATE VIEW audit_chain_heads AS SELECT region, chain_index, hash FROM chain_heads;

DO $$
DECLARE
    service text := current_schema();
    disposal text := current_schema() || '_disposal';
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON accessions, chain_heads TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT ON records, record_documents, contents, data_keys TO %I', service);
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', service, disposal);
    EXECUTE format('GRANT SELECT ON records, record_documents TO %I', disposal);
    EXECUTE format('GRANT SELECT, DELETE ON contents, data_keys TO %I', disposal);
    GRANT SELECT ON audit_accessions, audit_records, audit_chain_heads TO auditor;
END $$;
