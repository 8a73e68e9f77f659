-- An event only notes when it was heard, which no index knows of: a due nudge that finds something heard meanwhile is put
-- off. The room that is left in a page lets such an update stay within it.
ALTER TABLE submissions ADD COLUMN heard_at timestamptz;
ALTER TABLE submissions SET (fillfactor = 50);

-- For lists alone: the condition, which every row meets, keeps it from being taken for a look-up by key, where it would
-- read all that a busy officer has filed.
DROP INDEX submissions_own;
CREATE INDEX submissions_own ON submissions (subject, submission_id) WHERE number IS NOT NULL;
