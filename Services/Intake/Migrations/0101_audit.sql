-- The audit counts what is open from the index of the nudges alone; its columns change only where nudge_at does.
DROP INDEX submissions_nudge;
CREATE INDEX submissions_nudge ON submissions (nudge_at) INCLUDE (region, submission_id, closed_at)
    WHERE awaiting IS NOT NULL;
