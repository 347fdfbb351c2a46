-- intake.wake_leads() returns void: what has run out goes back, and its history says so: leads whose lease is over, and
-- postponed ones whose time has come. To the queue; but to its time, if a call is still promised for later. A lease that ran
-- out without an attempt is a skip.
-- Called by whoever looks for work next, so no job has to run. Rows that another session is just taking care of are
-- passed over, and so is what is beyond a thousand: the next caller takes care of it.
-- Changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION intake.wake_leads()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    WITH over AS (
        SELECT w.lead, w.state, w.owner, w.state = 'claimed' AND w.attempts = w.tried AS skip,
               CASE WHEN w.state = 'claimed' AND w.promised > statement_timestamp() THEN w.promised END AS later
          FROM intake.work AS w
         WHERE w.state IN ('claimed', 'postponed')
           AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()
         ORDER BY coalesce(w.lease_until, w.not_before) LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), back AS (
        UPDATE intake.work AS w
           SET state = CASE WHEN over.later IS NULL THEN 'due' ELSE 'postponed' END, step = w.step + 1,
               owner = NULL, lease_until = NULL, claimed_at = NULL, tried = NULL, not_before = over.later
          FROM over
         WHERE w.lead = over.lead
        RETURNING w.lead, w.step, over.state AS was, over.owner, over.skip
    )
    INSERT INTO intake.lead_event (lead, step, who, what, details)
    SELECT b.lead, b.step, coalesce(b.owner, desk.caller()), CASE b.was WHEN 'claimed' THEN 'expired' ELSE 'due' END,
           CASE WHEN b.skip THEN '{"skip": true}'::jsonb END
      FROM back AS b;
END
$$;
