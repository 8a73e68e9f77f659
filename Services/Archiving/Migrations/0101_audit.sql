-- What the walk along a chain reads, for the service and for the audit: records and documents as they are, and of the
-- sealed contents their hashes only.

CREATE VIEW audit_chain_records AS
    SELECT region, chain_index, record_id, kind, supplements, note, submission_id, number, event_id, service,
        service_version, state, permit_number, received_at, closed_at, correction_rounds, retention_classification,
        retention_start, retention_active_years, retention_inactive_years, retention_disposition, retention_basis,
        disposal_not_before, application_sha256, history_sha256, archived_at, previous_hash, hash
    FROM records;
CREATE VIEW audit_chain_documents AS
    SELECT region, record_id, position, document_id, kind, media_type, size_bytes, sha256, status FROM record_documents;
CREATE VIEW audit_chain_contents AS
    SELECT region, record_id, sha256(application) AS application_sha256, sha256(history) AS history_sha256 FROM contents;

-- Records are counted from now on; those that are there already are counted here.
INSERT INTO counters (region, name, shard, total, ids)
    SELECT region, 'archived', 0, count(*),
        bit_xor(('x' || encode(substring(uuid_send(submission_id) FROM 9), 'hex'))::bit(64)::bigint)
    FROM records WHERE kind = 'closure' GROUP BY region;

DO $$
BEGIN
    EXECUTE format(
        'GRANT SELECT ON audit_chain_records, audit_chain_documents, audit_chain_contents, audit_chain_heads TO %I, auditor',
        current_schema());
END $$;
