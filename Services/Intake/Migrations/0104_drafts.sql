-- What citizens have filled in on pages and not sent: encrypted, one for each person and service.
CREATE TABLE drafts (
    region text NOT NULL,
    subject text NOT NULL,
    service_code text NOT NULL,
    -- The idempotency key of the application that it becomes.
    draft_id uuid NOT NULL,
    content bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT drafts_pkey PRIMARY KEY (region, subject, service_code)
);
CREATE INDEX drafts_expiry ON drafts (expires_at);

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON drafts TO %I', service);
END $$;
