-- desk.claim_next() returns the lead the caller has from now on, as one row of desk.my_leads; none: nothing waits.
-- Takes the first lead of the queue that no other session is taking at this moment: nobody waits for anybody, and no
-- lead goes to two people. It is the caller's until the lease of intake.setting runs out. What the caller has given back
-- is passed over while there is anything else: a reason to skip holds the next minute, too.
-- Reads waiting, changes work (and by that waiting, 242), adds to lead_event.

CREATE OR REPLACE FUNCTION desk.claim_next()
RETURNS SETOF desk.my_leads
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    me    CONSTANT name := desk.caller();
    taken intake.work;
BEGIN
    PERFORM intake.wake_leads();

    -- The second round: what the caller gave back comes again only when nothing else waits.
    FOR round IN 1..2 LOOP
        WITH next AS (
            SELECT q.lead FROM intake.waiting AS q
             WHERE round = 2 OR q.skipped_by IS DISTINCT FROM me
             ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead
             LIMIT 1
               FOR UPDATE SKIP LOCKED
        )
        UPDATE intake.work AS w
           SET state = 'claimed', step = w.step + 1, owner = me,
               lease_until = statement_timestamp() + (SELECT s.lease FROM intake.setting AS s)
          FROM next
         WHERE w.lead = next.lead
        RETURNING w.* INTO taken;
        EXIT WHEN FOUND;
    END LOOP;
    IF taken.lead IS NULL THEN
        RETURN;
    END IF;

    INSERT INTO intake.lead_event (lead, step, who, what) VALUES (taken.lead, taken.step, me, 'claimed');
    RETURN QUERY SELECT h.* FROM intake.lead_in_hand AS h WHERE h.receipt = taken.lead;
END
$$;

COMMENT ON FUNCTION desk.claim_next() IS
    'Takes the next lead of the queue for you, for the time of a lease, and shows it. No row: nothing waits.';
