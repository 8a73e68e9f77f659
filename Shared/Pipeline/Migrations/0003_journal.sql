-- The journal never runs out of partitions unnoticed, and the access log is chained.

-- Makes the monthly partitions of the journal from the first month that lies in the rest, or this month, on. Rows that went
-- into the rest because their month had no partition are moved into it. Idempotent.
CREATE OR REPLACE FUNCTION ensure_event_partitions(months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    this_month date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
    last_month date := this_month + make_interval(months => months);
    from_day date;
    oldest timestamptz;
    newest timestamptz;
    part text;
    from_text text;
    to_text text;
BEGIN
    SELECT min(recorded_at), max(recorded_at) INTO oldest, newest FROM events_rest;
    from_day := least(this_month, date_trunc('month', oldest AT TIME ZONE 'UTC')::date);
    last_month := greatest(last_month, date_trunc('month', newest AT TIME ZONE 'UTC')::date);
    WHILE from_day <= last_month LOOP
        part := 'events_' || to_char(from_day, 'YYYY_MM');
        from_text := to_char(from_day, 'YYYY-MM-DD') || ' 00:00:00+00';
        to_text := to_char(from_day + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00';
        IF to_regclass(format('%I.%I', current_schema(), part)) IS NULL THEN
            IF oldest IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)', part, from_text, to_text);
            ELSE
                -- Nothing may come into the rest between the move and the attachment.
                LOCK TABLE events_rest IN ACCESS EXCLUSIVE MODE;
                EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part);
                EXECUTE format(
                    'WITH moved AS (DELETE FROM events_rest WHERE recorded_at >= %L AND recorded_at < %L RETURNING *) '
                    'INSERT INTO %I SELECT * FROM moved', from_text, to_text, part);
                EXECUTE format(
                    'ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', part, from_text, to_text);
            END IF;
            EXECUTE format('ALTER TABLE %I ALTER COLUMN body SET STORAGE MAIN', part);
        END IF;
        from_day := from_day + interval '1 month';
    END LOOP;
END $$;
SELECT ensure_event_partitions(24);

-- How many months from this one on have partitions without a gap, and whether rows lie in the rest; for the service's watch.
CREATE FUNCTION journal_months_ahead() RETURNS integer LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT count(*)::integer FROM (
        SELECT m, bool_and(to_regclass(format('%I.%I', current_schema(), 'events_' || to_char(
            date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => m), 'YYYY_MM'))) IS NOT NULL)
            OVER (ORDER BY m) AS unbroken
        FROM generate_series(1, 120) AS m) AS months
    WHERE unbroken
$$;

-- Entries of the access log that have no link yet.
CREATE TABLE access_log_unlinked (
    region text NOT NULL,
    entry_id bigint NOT NULL,
    CONSTRAINT access_log_unlinked_pkey PRIMARY KEY (region, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE FUNCTION note_unlinked_access() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO access_log_unlinked (region, entry_id) SELECT region, id FROM entries;
    RETURN NULL;
END $$;
CREATE TRIGGER access_log_unlinked AFTER INSERT ON access_log
    REFERENCING NEW TABLE AS entries FOR EACH STATEMENT EXECUTE FUNCTION note_unlinked_access();
INSERT INTO access_log_unlinked SELECT region, id FROM access_log;

-- The link of an entry: SHA-256 of the link before, or 32 zero bytes, and the entry as a JSON array.
CREATE FUNCTION access_log_hash(before bytea, entry access_log) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(coalesce(before, decode(repeat('00', 32), 'hex')) || convert_to(jsonb_build_array(
        entry.region, entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.principal, entry.role,
        entry.purpose, to_jsonb(entry.fields), entry.submission_id)::text, 'UTF8'))
$$;

-- Appends links for at most so many entries, unless another process does; tells how many. The entries of a region are linked
-- in the order of their ids as far as they are committed, a late one behind those that came before it.
CREATE FUNCTION link_access_log(most integer) RETURNS integer LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    entry access_log;
    last_region text;
    last_index bigint;
    last_hash bytea;
    regions text[] := '{}';
    indices bigint[] := '{}';
    entries bigint[] := '{}';
    hashes bytea[] := '{}';
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('mpp.access-log.' || current_schema(), 0)) THEN
        RETURN 0;
    END IF;
    FOR entry IN
        SELECT a.* FROM (SELECT region, entry_id FROM access_log_unlinked ORDER BY region, entry_id LIMIT most) AS u
        JOIN access_log a ON a.region = u.region AND a.id = u.entry_id ORDER BY a.region, a.id
    LOOP
        IF last_region IS DISTINCT FROM entry.region THEN
            last_region := entry.region;
            last_index := NULL;
            last_hash := NULL;
            SELECT chain_index, hash INTO last_index, last_hash FROM access_log_links
                WHERE region = entry.region ORDER BY chain_index DESC LIMIT 1;
        END IF;
        last_index := coalesce(last_index, 0) + 1;
        last_hash := access_log_hash(last_hash, entry);
        regions := regions || entry.region;
        indices := indices || last_index;
        entries := entries || entry.id;
        hashes := hashes || last_hash;
    END LOOP;
    INSERT INTO access_log_links (region, chain_index, entry_id, hash)
        SELECT * FROM unnest(regions, indices, entries, hashes);
    DELETE FROM access_log_unlinked u USING unnest(regions, entries) AS done (region, entry_id)
        WHERE u.region = done.region AND u.entry_id = done.entry_id;
    RETURN cardinality(entries);
END $$;

-- For the check of the chain: each link with the hash that it should have.
CREATE VIEW audit_access_log AS
    SELECT l.region, l.chain_index, l.entry_id, l.hash,
        access_log_hash(lag(l.hash) OVER (PARTITION BY l.region ORDER BY l.chain_index), a) AS expected,
        l.chain_index = row_number() OVER (PARTITION BY l.region ORDER BY l.chain_index) AS is_gapless
    FROM access_log_links l LEFT JOIN access_log a ON a.region = l.region AND a.id = l.entry_id;
CREATE VIEW audit_access_log_unlinked AS
    SELECT a.region, a.id AS entry_id, a.at FROM access_log a
    WHERE NOT EXISTS (SELECT 1 FROM access_log_links l WHERE l.region = a.region AND l.entry_id = a.id);

DO $$
DECLARE
    service text := current_schema();
BEGIN
    EXECUTE format('GRANT SELECT ON events_rest TO %I', service);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON access_log_unlinked TO %I', service);
    GRANT SELECT ON audit_access_log, audit_access_log_unlinked TO auditor;
END $$;
