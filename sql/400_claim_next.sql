-- desk.claim_next() returns the lead the caller has from now on, as one row of desk.my_leads; none: nothing waits.
-- Takes the first lead of the queue that no other session is taking at this moment: nobody waits for anybody, and no
-- lead goes to two people. It is the caller's until the lease of intake.setting runs out. What the caller has given back
-- is passed over while there is anything else: a reason to skip holds the next minute, too.
-- Reads waiting, from which the lead is gone with the change of work (242); changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION desk.claim_next()
RETURNS SETOF desk.my_leads
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    me    CONSTANT name := desk.caller();
    taken uuid;
BEGIN
    IF EXISTS (SELECT FROM intake.work AS w WHERE w.state IN ('claimed', 'postponed')
                  AND coalesce(w.lease_until, w.not_before) <= statement_timestamp()) THEN
        PERFORM intake.wake_leads();
    END IF;

    -- The second round: what the caller gave back comes again only when nothing else waits.
    FOR round IN 1..2 LOOP
        WITH next AS (
            SELECT q.lead
              FROM intake.waiting AS q
              JOIN intake.work AS o ON o.lead = q.lead    -- locked, too: who changes work waits for a claim to end, not both
             WHERE round = 2 OR q.skipped_by IS DISTINCT FROM me
             ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead
             LIMIT 1
               FOR UPDATE SKIP LOCKED
        ), claimed AS (
            UPDATE intake.work AS w
               SET state = 'claimed', step = w.step + 1, owner = me,
                   lease_until = statement_timestamp() + (SELECT s.lease FROM intake.setting AS s)
              FROM next
             WHERE w.lead = next.lead
            RETURNING w.lead, w.step
        )
        INSERT INTO intake.lead_event (lead, step, who, what)
        SELECT c.lead, c.step, me, 'claimed' FROM claimed AS c
        RETURNING lead INTO taken;
        EXIT WHEN FOUND;
    END LOOP;

    RETURN QUERY SELECT k.* FROM intake.lead_card AS k WHERE k.receipt = taken;
END
$$;

COMMENT ON FUNCTION desk.claim_next() IS
    'Takes the next lead of the queue for you, for the time of a lease, and shows it. No row: nothing waits.';
