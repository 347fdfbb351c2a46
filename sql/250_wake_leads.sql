-- intake.wake_leads() returns void: what has run out goes back to the queue, and its history says so: leads whose lease
-- is over, and postponed ones whose time has come.
-- Called by whoever looks for work next, so no job has to run. Rows that another session is just taking care of are
-- passed over, and so is what is beyond a thousand: the next caller takes care of
-- it. Reads and changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION intake.wake_leads()
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM intake.work AS w WHERE w.state = 'claimed' AND w.lease_until <= statement_timestamp())
       AND NOT EXISTS (SELECT FROM intake.work AS w WHERE w.state = 'postponed' AND w.not_before <= statement_timestamp())
    THEN
        RETURN;     -- nearly always
    END IF;
    WITH over AS (
        SELECT w.lead, w.owner FROM intake.work AS w
         WHERE w.state = 'claimed' AND w.lease_until <= statement_timestamp()
         ORDER BY w.lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), due AS (
        SELECT w.lead FROM intake.work AS w
         WHERE w.state = 'postponed' AND w.not_before <= statement_timestamp()
         ORDER BY w.not_before LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), woken AS (
        SELECT o.lead, o.owner, 'expired' AS what FROM over AS o
        UNION ALL
        SELECT d.lead, NULL, 'due' FROM due AS d
    ), back AS (
        UPDATE intake.work AS w
           SET state = 'due', step = w.step + 1, owner = NULL, lease_until = NULL, not_before = NULL
          FROM woken
         WHERE w.lead = woken.lead
        RETURNING w.lead, w.step, woken.owner, woken.what
    )
    INSERT INTO intake.lead_event (lead, step, who, what)
    SELECT b.lead, b.step, coalesce(b.owner, desk.caller()), b.what FROM back AS b;
END
$$;
