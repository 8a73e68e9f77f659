-- The look for a person's open application goes by the hash, which tells people apart. By the region, as the primary key
-- would have it while the table is new and without statistics, it would read all that the region has filed.
DROP INDEX submissions_open_person;
CREATE UNIQUE INDEX submissions_open_person ON submissions (nik_hmac, service_code, region)
    WHERE closed_at IS NULL AND nik_hmac IS NOT NULL;
