-- desk.claim_next() returns the lead the caller has from now on, as one row of desk.my_leads; none: nothing waits.
-- Takes the first lead of the queue that no other session is taking at this moment: nobody waits for anybody, and no
-- lead goes to two people. It is the caller's until the lease of intake.setting runs out.
-- Reads and changes work, adds to lead_event.

CREATE OR REPLACE FUNCTION desk.claim_next()
RETURNS SETOF desk.my_leads
LANGUAGE plpgsql SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me    CONSTANT text := desk.caller();
    taken intake.work;
BEGIN
    PERFORM intake.wake_leads();

    WITH next AS (
        SELECT w.lead FROM intake.work AS w
         WHERE w.state IN ('new', 'due')
         ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead
         LIMIT 1
           FOR UPDATE SKIP LOCKED
    )
    UPDATE intake.work AS w
       SET state = 'claimed', step = w.step + 1, owner = me,
           lease_until = statement_timestamp() + (SELECT s.lease FROM intake.setting AS s)
      FROM next
     WHERE w.lead = next.lead
    RETURNING w.* INTO taken;
    IF NOT FOUND THEN
        RETURN;
    END IF;

    INSERT INTO intake.lead_event (lead, step, who, what) VALUES (taken.lead, taken.step, me, 'claimed');
    RETURN QUERY SELECT m.* FROM desk.my_leads AS m WHERE m.receipt = taken.lead;
END
$$;

COMMENT ON FUNCTION desk.claim_next() IS
    'Takes the next lead of the queue for you, for the time of a lease, and shows it. No row: nothing waits.';
